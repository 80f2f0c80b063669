using Npgsql;

namespace Nights.Database.Triplets;

/// <summary>
/// Takes paintings that cannot be had, and their triplets, out of a campaign. Runs inside the caller's transaction, which holds the paintings' row locks and
/// settles the money.
/// </summary>
public static class FailPaintings
{
    private const int LongestReason = 1000;

    /// <summary>What a triplet's reason begins with when its painting failed; such triplets come back when the painting is ordered again.</summary>
    public const string VoidReason = "painting failed: ";

    /// <param name="connection">With the caller's transaction.</param>
    /// <param name="failures">The paintings and why; reasons are cut at 1000 characters.</param>
    /// <param name="now">When their triplets count as decided.</param>
    /// <param name="cancel">Stops the statements.</param>
    public static async Task Run(NpgsqlConnection connection, IReadOnlyCollection<(Guid Painting, string Reason)> failures, DateTimeOffset now, CancellationToken cancel)
    {
        if (failures.Count is 0) return;
        var paintings = failures.Select(failure => failure.Painting).ToArray();
        var reasons = failures.Select(failure => failure.Reason.Length <= LongestReason ? failure.Reason : failure.Reason[..LongestReason]).ToArray();
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new($"update painting set state = 3, reserved_minor = 0, failure = failed.reason from unnest($1, $2) as failed (id, reason) where painting.id = failed.id")
                {
                    Parameters = { new NpgsqlParameter<Guid[]> { TypedValue = paintings }, new NpgsqlParameter<string[]> { TypedValue = reasons } },
                },
                // Triplets by id, as everybody locks them.
                new($"""
                    with held as (select t.id, failed.reason from unnest($1, $2) as failed (painting, reason)
                        join triplet t on t.painting_id = failed.painting where t.state = 0 order by t.id for no key update of t)
                    update triplet set state = 4, void_reason = '{VoidReason}' || held.reason, decided_at = $3 from held where triplet.id = held.id
                    """)
                {
                    Parameters =
                    {
                        new NpgsqlParameter<Guid[]> { TypedValue = paintings }, new NpgsqlParameter<string[]> { TypedValue = reasons },
                        new NpgsqlParameter<DateTimeOffset> { TypedValue = now },
                    },
                },
            },
        };
        await batch.ExecuteNonQueryAsync(cancel);
    }
}
