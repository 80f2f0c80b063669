using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Nights.Campaigns.Channels;
using Nights.Database;
using Nights.Database.Channels;

namespace Nights.Campaigns.Calls;

/// <summary>
/// Hands out the next call that is due, to one process at a time. Calls about the same submission, or about the same study as a whole, are made one after
/// another in the order they were decided.
/// </summary>
internal sealed class TakeCall(IDbContextFactory<NightsDb> databases, IOptions<ChannelOptions> options, TimeProvider clock)
{
    /// <returns>Null when none is due.</returns>
    public async Task<ChannelCall?> Next(CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var lease = now.AddSeconds(options.Value.CallLeaseSeconds);
        await using var db = await databases.CreateDbContextAsync(cancel);
        var taken = await db.ChannelCalls.FromSql(
            $"""
            update channel_call set state = 1, attempts = attempts + 1, not_before = {lease}
            where id = (
                select due.id from channel_call due
                where due.state in (0, 1) and due.not_before <= {now} and not exists (
                    select from channel_call earlier
                    where earlier.study_id = due.study_id and earlier.submission_id is not distinct from due.submission_id and earlier.state in (0, 1) and earlier.id < due.id)
                order by due.not_before, due.id limit 1 for update skip locked)
            returning *
            """).AsNoTracking().ToListAsync(cancel);
        return taken.SingleOrDefault();
    }

    /// <summary>Stores that a question goes out that cannot be taken back, if the call is still ours.</summary>
    /// <exception cref="OperationCanceledException">Somebody else has taken the call over; nothing may be asked.</exception>
    public async Task Asking(ChannelCall call, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var now = clock.GetUtcNow();
        var ours = await db.ChannelCalls.Where(row => row.Id == call.Id && row.State == CallState.Sending && row.Attempts == call.Attempts)
            .ExecuteUpdateAsync(row => row.SetProperty(one => one.AskedAt, now), cancel);
        if (ours is 0) throw new OperationCanceledException($"Call {call.Id} has been taken over by another process.");
    }

    /// <summary>Puts it back for later.</summary>
    public async Task Later(ChannelCall call, TimeSpan after, string? why, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var at = clock.GetUtcNow() + after;
        await db.ChannelCalls.Where(row => row.Id == call.Id && row.State == CallState.Sending && row.Attempts == call.Attempts).ExecuteUpdateAsync(
            row => row.SetProperty(one => one.State, CallState.Waiting).SetProperty(one => one.NotBefore, at).SetProperty(one => one.LastFault, why), cancel);
    }

    /// <summary>Gives it to a person to look at.</summary>
    public async Task Park(ChannelCall call, string why, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        await db.ChannelCalls.Where(row => row.Id == call.Id && (row.State == CallState.Sending || row.State == CallState.Waiting)).ExecuteUpdateAsync(
            row => row.SetProperty(one => one.State, CallState.Parked).SetProperty(one => one.LastFault, why), cancel);
    }
}
