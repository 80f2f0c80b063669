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
}
