using Nights.Channels.Studies;
using Nights.Channels.Submissions;

namespace Nights.Channels;

/// <summary>
/// A place where participants are found and paid. Every call may be made any number of times with the same effect as once: it looks at the
/// marketplace first and asks only for what is missing, so a call whose answer was lost is simply made again. What cannot be done is told apart by
/// exception: <see cref="Faults.ChannelRefusedException"/> (understood, nothing happened, asking again is useless), <see cref="Faults.ChannelAwayException"/>
/// (not reached, nothing happened) and <see cref="Faults.ChannelUncertainException"/> (sent, and nobody knows).
/// </summary>
public interface ICrowdChannel
{
    /// <summary>The channel's word in links, rows and commands: see <see cref="ChannelNames"/>.</summary>
    string Name { get; }

    /// <summary>True when an approval moves money by itself; false when the operator pays by other means and records it.</summary>
    bool PaysItself { get; }

    /// <summary>Why this order cannot be served, as a sentence with the mend; null when it can. Asks nobody.</summary>
    string? WhyNot(StudyOrder order);

    /// <summary>Makes the study visible with all its places. Adopts one that is there already under the order's key, and clears away its doubles.</summary>
    Task<StudyStanding> Publish(StudyOrder order, CancellationToken cancel);

    /// <summary>Raises the places to the order's number; never lowers them.</summary>
    Task<StudyStanding> Extend(StudyOrder order, CancellationToken cancel);

    /// <summary>Shows the study to nobody new for a while.</summary>
    Task<StudyStanding> Pause(StudyOrder order, CancellationToken cancel);

    /// <summary>Shows a paused study again.</summary>
    Task<StudyStanding> Resume(StudyOrder order, CancellationToken cancel);

    /// <summary>Ends the study. Who is at work may finish and is paid.</summary>
    Task<StudyStanding> Stop(StudyOrder order, CancellationToken cancel);

    /// <summary>How the study stands, or null when the marketplace has none under the order's key.</summary>
    Task<StudyStanding?> Look(StudyOrder order, CancellationToken cancel);

    /// <summary>Keys of all studies of ours on the marketplace that take or could take participants; for finding those nobody here knows.</summary>
    IAsyncEnumerable<RemoteStudy> ListStudies(CancellationToken cancel);

    /// <summary>Ends a study that nobody here knows.</summary>
    Task End(RemoteStudy stray, CancellationToken cancel);

    /// <summary>Every submission of the study, page after page.</summary>
    IAsyncEnumerable<RemoteSubmission> ListSubmissions(StudyOrder order, CancellationToken cancel);

    /// <summary>Pays the reward. A rejection is overridden only when the marketplace allows it.</summary>
    Task Approve(SubmissionAddress submission, CancellationToken cancel);

    /// <summary>Refuses the reward: a person's decision, never a rule's.</summary>
    Task Reject(SubmissionAddress submission, Rejection rejection, CancellationToken cancel);

    /// <summary>Pays something on top.</summary>
    Task<BonusStanding> Bonus(SubmissionAddress submission, BonusOrder bonus, CancellationToken cancel);

    /// <summary>Keeps the person behind the submission out of later studies.</summary>
    Task Block(SubmissionAddress submission, string reason, CancellationToken cancel);

    /// <summary>Lets them in again.</summary>
    Task Unblock(SubmissionAddress submission, string reason, CancellationToken cancel);

    /// <summary>Writes to the person behind the submission.</summary>
    Task Message(SubmissionAddress submission, Letter letter, CancellationToken cancel);

    /// <summary>Reads what the marketplace sent by itself.</summary>
    /// <returns>What it says, or why it is not believed.</returns>
    NotificationReading ReadNotification(NotificationRequest request, DateTimeOffset now);
}
