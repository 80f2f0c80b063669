using System.Security.Cryptography;
using System.Text;
using Nights.Database;
using Nights.Hosting.Objects;
using Npgsql;

namespace Nights.IntegrationTests.Crowd;

/// <summary>Looks for somebody's id in every column of every row of every table, and in every object: as it is, and as its plain hashes.</summary>
internal static class EverythingStored
{
    /// <summary>Where the id, or what follows from it without a secret, stands; empty when nowhere.</summary>
    public static async Task<IReadOnlyList<string>> Holding(NpgsqlDataSource database, IObjects objects, string id, CancellationToken cancel, params byte[][] alsoBytes)
    {
        var bytes = Encoding.UTF8.GetBytes(id);
        byte[][] hashes = [SHA256.HashData(bytes), SHA384.HashData(bytes), SHA512.HashData(bytes), .. alsoBytes];
        string[] words =
        [
            id, Convert.ToHexStringLower(bytes), Convert.ToBase64String(bytes),
            .. hashes.Select(Convert.ToHexStringLower), .. hashes.Select(Convert.ToBase64String),
        ];
        var found = new List<string>();
        foreach (var table in await Tables(database, cancel))
        {
            // A row as text: bytea comes as hexadecimal digits, json and arrays as they are written.
            await using var look = database.CreateCommand($"select count(*) from {table} t where exists (select 1 from unnest($1) word where position(lower(word) in lower(t::text)) > 0)");
            look.Parameters.AddWithValue(words);
            if ((long)(await look.ExecuteScalarAsync(cancel))! is > 0 and var rows) found.Add($"{rows} rows of {table}");
        }

        await foreach (var key in objects.List("", cancel))
        {
            var content = await objects.Get(key, cancel);
            if (words.Any(word => key.Contains(word, StringComparison.OrdinalIgnoreCase)) || new[] { bytes }.Concat(hashes).Any(part => content.AsSpan().IndexOf(part) >= 0))
                found.Add($"object {key}");
        }

        return found;
    }

    private static async Task<List<string>> Tables(NpgsqlDataSource database, CancellationToken cancel)
    {
        await using var query = database.CreateCommand(
            "select format('%I.%I', table_schema, table_name) from information_schema.tables where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')");
        await using var rows = await query.ExecuteReaderAsync(cancel);
        var tables = new List<string>();
        while (await rows.ReadAsync(cancel)) tables.Add(rows.GetString(0));
        tables.Count.ShouldBeGreaterThanOrEqualTo(typeof(NightsDb).GetProperties().Count(property => property.PropertyType.Name.StartsWith("DbSet", StringComparison.Ordinal)));
        return tables;
    }
}
