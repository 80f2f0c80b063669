using Microsoft.Extensions.Caching.Memory;
using Nights.Crowd.Campaigns;
using Nights.Crowd.Database;
using Npgsql;
using static Nights.Crowd.Database.Statements;

namespace Nights.Crowd.Sessions;

/// <summary>Sessions by token. Whose a session is never changes, so it is asked once and remembered; its state is not kept here.</summary>
internal sealed class KnownSessions(NpgsqlDataSource database, SessionToken tokens, RunningCampaigns campaigns) : IDisposable
{
    private readonly MemoryCache known = new(new MemoryCacheOptions { SizeLimit = 100_000 });

    /// <returns>The caller, or null when the token is none of ours.</returns>
    public async ValueTask<HitCaller?> Find(string? token, CancellationToken cancel)
    {
        if (!tokens.TryRead(token, out var id)) return null;
        if (known.TryGetValue(id, out HitCaller? caller)) return caller;
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var statement = connection.Statement("select campaign_id, participant_id from hit_session where id = $1", Value(id));
        Guid campaign, participant;
        await using (var row = await statement.ExecuteReaderAsync(cancel))
        {
            if (!await row.ReadAsync(cancel)) return null;
            (campaign, participant) = (row.GetGuid(0), row.GetGuid(1));
        }

        caller = new HitCaller(id, participant, await campaigns.Get(campaign, cancel));
        return known.Set(id, caller, new MemoryCacheEntryOptions { Size = 1, SlidingExpiration = TimeSpan.FromMinutes(30) });
    }

    public void Dispose() => known.Dispose();
}
