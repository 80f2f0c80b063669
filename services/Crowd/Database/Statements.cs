using Npgsql;
using NpgsqlTypes;

namespace Nights.Crowd.Database;

/// <summary>Short spelling for statements with parameters $1, $2, …; several of them travel to PostgreSQL together.</summary>
internal static class Statements
{
    public static NpgsqlBatch Add(this NpgsqlBatch batch, string sql, params ReadOnlySpan<NpgsqlParameter> values)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var value in values) command.Parameters.Add(value);
        batch.BatchCommands.Add(command);
        return batch;
    }

    /// <summary>One statement of its own.</summary>
    public static NpgsqlBatch Statement(this NpgsqlConnection connection, string sql, params ReadOnlySpan<NpgsqlParameter> values) =>
        connection.CreateBatch().Add(sql, values);

    public static NpgsqlParameter<T> Value<T>(T value) => new() { TypedValue = value };

    public static NpgsqlParameter Json(string? text) => new() { Value = (object?)text ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Jsonb };

    /// <summary>Bytes, or null.</summary>
    public static NpgsqlParameter Bytes(byte[]? bytes) => new() { Value = (object?)bytes ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Bytea };

    /// <summary>The column, or null where the database has none.</summary>
    public static T? Maybe<T>(this NpgsqlDataReader row, int column) => row.IsDBNull(column) ? default : row.GetFieldValue<T>(column);
}
