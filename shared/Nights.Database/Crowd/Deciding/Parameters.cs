using Nights.Domain.Voting;
using Npgsql;

namespace Nights.Database.Crowd.Deciding;

/// <summary>Short spelling for statements with parameters $1, $2, …</summary>
internal static class Parameters
{
    public static NpgsqlBatch Add(this NpgsqlBatch batch, string sql, params ReadOnlySpan<NpgsqlParameter> values)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var value in values) command.Parameters.Add(value);
        batch.BatchCommands.Add(command);
        return batch;
    }

    public static NpgsqlParameter<T> Value<T>(T value) => new() { TypedValue = value };

    /// <summary>The skill beside a vote, or null where it is not weighed.</summary>
    public static Skill? SkillAt(this NpgsqlDataReader rows, int column) => rows.IsDBNull(column) ? null : new Skill(rows.GetInt16(column));
}
