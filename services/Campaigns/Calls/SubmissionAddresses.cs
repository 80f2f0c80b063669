using Microsoft.EntityFrameworkCore;
using Nights.Channels;
using Nights.Channels.Faults;
using Nights.Channels.Studies;
using Nights.Channels.Submissions;
using Nights.Database;
using Nights.Database.Channels;
using Nights.Hosting.Secrecy;

namespace Nights.Campaigns.Calls;

/// <summary>
/// Finds the marketplace's id of a submission, which stands in no row of ours in the clear: in the sealed identity of the session, or, where nobody came or the
/// person was erased, in the marketplace's own list.
/// </summary>
internal sealed class SubmissionAddresses(IDbContextFactory<NightsDb> databases, IdentitySeal seal, Pseudonyms pseudonyms)
{
    /// <exception cref="ChannelRefusedException">The marketplace does not name it either.</exception>
    public async Task<SubmissionAddress> Of(ICrowdChannel channel, StudyOrder order, Submission submission, CancellationToken cancel)
    {
        if (await Sealed(submission, cancel) is { } known) return new SubmissionAddress(order.ExternalId ?? "", known, order.Currency);
        await foreach (var remote in channel.ListSubmissions(order, cancel))
        {
            if (submission.ExternalKey.AsSpan().SequenceEqual(pseudonyms.Assignment(submission.Channel, remote.ExternalId)))
                return new SubmissionAddress(order.ExternalId ?? "", remote.ExternalId, order.Currency);
        }

        throw new ChannelRefusedException($"{channel.Name} does not name this submission among those of its study; it may have been made up.");
    }

    private async Task<string?> Sealed(Submission submission, CancellationToken cancel)
    {
        if (submission.SessionId is not { } session) return null;
        await using var db = await databases.CreateDbContextAsync(cancel);
        var row = await db.Identities.AsNoTracking().SingleOrDefaultAsync(identity => identity.SessionId == session, cancel);
        return row is not null && seal.Open(session, row.Sealed).Assignment is { } assignment
            && submission.ExternalKey.AsSpan().SequenceEqual(pseudonyms.Assignment(submission.Channel, assignment)) ? assignment : null;
    }
}
