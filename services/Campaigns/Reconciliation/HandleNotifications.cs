using Microsoft.EntityFrameworkCore;
using Nights.Channels.Submissions;
using Nights.Database;
using Nights.Database.Channels;

namespace Nights.Campaigns.Reconciliation;

/// <summary>
/// Acts on the notifications that came in, in the order in which they were sent. One about a submission that is known changes its state; anything else has the
/// study asked. Handling one twice is harmless: its news is then no newer than what is known.
/// </summary>
internal sealed class HandleNotifications(IDbContextFactory<NightsDb> databases, HearSubmission hear, TimeProvider clock)
{
    private const int AtOnce = 200;

    public async Task<int> Run(CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var waiting = await db.ChannelNotifications.AsNoTracking().Where(one => one.HandledAt == null).OrderBy(one => one.At).Take(AtOnce).ToListAsync(cancel);
        foreach (var notification in waiting)
        {
            await Handle(db, notification, cancel);
            var now = clock.GetUtcNow();
            await db.ChannelNotifications.Where(one => one.Channel == notification.Channel && one.EventId == notification.EventId)
                .ExecuteUpdateAsync(one => one.SetProperty(row => row.HandledAt, now), cancel);
        }

        return waiting.Count;
    }

    private async Task Handle(NightsDb db, ChannelNotification notification, CancellationToken cancel)
    {
        if (notification.SubmissionKey is { } key)
        {
            var submission = await db.Submissions.AsNoTracking().SingleOrDefaultAsync(one => one.Channel == notification.Channel && one.ExternalKey == key, cancel);
            if (submission is not null && notification.SubmissionState is { } state)
            {
                var study = await db.Studies.AsNoTracking().SingleAsync(one => one.Id == submission.StudyId, cancel);
                await hear.Run(study, key, new RemoteSubmission("", "", (SubmissionState)state), notification.At, cancel);
                return;
            }

            // Somebody whom we do not know yet: whose study it is, only the lists tell.
            await db.Studies.Where(study => study.Channel == notification.Channel && (study.State == StudyState.Open || study.State == StudyState.Paused))
                .ExecuteUpdateAsync(study => study.SetProperty(row => row.ReconciledAt, (DateTimeOffset?)null), cancel);
            return;
        }

        await db.Studies.Where(study => study.Channel == notification.Channel && study.ExternalId == notification.Study)
            .ExecuteUpdateAsync(study => study.SetProperty(row => row.ReconciledAt, (DateTimeOffset?)null), cancel);
    }
}
