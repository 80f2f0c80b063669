using Npgsql;

namespace Nights.Database.Campaigns;

/// <summary>
/// Gives back what a campaign had reserved, or settles a reserve with what was really paid. Never refuses: what passes the cap is kept apart as overspent, and
/// what is given back is taken off that first, so that nothing is promised anew while more than the cap is gone. Locks the campaign's row, the last of all.
/// </summary>
public static class ChangeSpend
{
    /// <param name="connection">With the caller's transaction.</param>
    /// <param name="campaignId">The campaign.</param>
    /// <param name="minor">Minor units more; negative gives back.</param>
    /// <param name="cancel">Stops the statement.</param>
    public static async Task Run(NpgsqlConnection connection, Guid campaignId, long minor, CancellationToken cancel)
    {
        if (minor is 0) return;
        await using var change = new NpgsqlCommand(
            """
            update campaign set
                committed_minor = least(cap_minor, committed_minor + overspent_minor + $2),
                overspent_minor = greatest(0, committed_minor + overspent_minor + $2 - cap_minor)
            where id = $1
            """, connection)
        {
            Parameters = { new NpgsqlParameter<Guid> { TypedValue = campaignId }, new NpgsqlParameter<long> { TypedValue = minor } },
        };
        await change.ExecuteNonQueryAsync(cancel);
    }
}
