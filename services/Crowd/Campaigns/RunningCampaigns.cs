using System.Collections.Concurrent;
using Nights.Crowd.Database;
using Nights.Database.Campaigns;
using Nights.Domain.Campaigns;
using Npgsql;
using static Nights.Crowd.Database.Statements;

namespace Nights.Crowd.Campaigns;

/// <summary>Campaigns by id, read once: a spec is immutable from its start on. A draft is read anew each time.</summary>
internal sealed class RunningCampaigns(NpgsqlDataSource database)
{
    private readonly ConcurrentDictionary<Guid, RunningCampaign> known = new();

    /// <returns>The campaign, or null when there is none with this id.</returns>
    public async ValueTask<RunningCampaign?> Find(Guid id, CancellationToken cancel)
    {
        if (known.TryGetValue(id, out var campaign)) return campaign;
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var statement = connection.Statement("select spec, state from campaign where id = $1", Value(id));
        await using var row = await statement.ExecuteReaderAsync(cancel);
        if (!await row.ReadAsync(cancel)) return null;
        campaign = new RunningCampaign(id, CampaignSpecs.Read(row.GetString(0)));
        if ((CampaignState)row.GetInt16(1) is not CampaignState.Draft) known.TryAdd(id, campaign);
        return campaign;
    }

    /// <exception cref="InvalidOperationException">There is no such campaign, though something refers to it.</exception>
    public async ValueTask<RunningCampaign> Get(Guid id, CancellationToken cancel) =>
        await Find(id, cancel) ?? throw new InvalidOperationException($"Campaign {id} is not in the database.");
}
