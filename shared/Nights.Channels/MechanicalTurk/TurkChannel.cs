using System.Runtime.CompilerServices;
using Nights.Channels.Studies;
using Nights.Channels.Submissions;

namespace Nights.Channels.MechanicalTurk;

/// <summary>
/// The protocol of Amazon Mechanical Turk, for services that are compatible with it: Amazon's own, its sandbox among it, closed on 30 September 2026.
/// Notifications went over Amazon's queues; here the service is asked instead.
/// </summary>
public sealed class TurkChannel : ICrowdChannel
{
    /// <summary>Said wherever the channel is offered.</summary>
    public const string Closed = "Amazon Mechanical Turk itself closed on 30 September 2026; this channel is for services that speak its protocol.";

    private readonly TurkOptions options;
    private readonly TimeProvider clock;
    private readonly TurkHits hits;
    private readonly TurkAssignments assignments;

    /// <param name="http">Follows no redirects; its time limit is the caller's.</param>
    public TurkChannel(HttpClient http, TurkOptions options, TimeProvider clock)
    {
        (this.options, this.clock) = (options, clock);
        var api = new TurkApi(http, options, clock);
        hits = new TurkHits(api, options, clock);
        assignments = new TurkAssignments(api, hits);
    }

    public string Name => ChannelNames.MechanicalTurk;

    public bool PaysItself => true;

    public string? WhyNot(StudyOrder order)
    {
        ArgumentNullException.ThrowIfNull(order);
        return options is not { Endpoint: not null, AccessKey.Length: > 0, SecretKey.Length: > 0 }
                ? $"{Closed} Set Channels__MechanicalTurk__Endpoint, __AccessKey and __SecretKey to use such a service."
            : order.Currency is not "USD" ? $"The protocol of Mechanical Turk knows US dollars only; this campaign counts in {order.Currency}."
            : order.RewardMinor <= 0 ? "The protocol of Mechanical Turk needs a reward above 0."
            : order.Page.Scheme is not "https" && !order.Page.IsLoopback ? $"The frame of Mechanical Turk shows https pages only; Links__PublicUrl begins with {order.Page.Scheme}."
            : null;
    }

    public Task<StudyStanding> Publish(StudyOrder order, CancellationToken cancel) => hits.Raise(order, cancel);

    public Task<StudyStanding> Extend(StudyOrder order, CancellationToken cancel) => hits.Raise(order, cancel);

    public Task<StudyStanding> Pause(StudyOrder order, CancellationToken cancel) => hits.Expire(order, clock.GetUtcNow().AddDays(-1), cancel);

    public Task<StudyStanding> Resume(StudyOrder order, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(order);
        return hits.Expire(order, clock.GetUtcNow().AddDays(order.Days), cancel);
    }

    public Task<StudyStanding> Stop(StudyOrder order, CancellationToken cancel) => hits.Expire(order, clock.GetUtcNow().AddDays(-1), cancel);

    public Task<StudyStanding?> Look(StudyOrder order, CancellationToken cancel) => hits.Look(order, cancel);

    public async IAsyncEnumerable<RemoteStudy> ListStudies([EnumeratorCancellation] CancellationToken cancel)
    {
        await foreach (var hit in hits.All(cancel)) yield return new RemoteStudy(hit.Key, hit.Id, hits.State(hit));
    }

    public Task End(RemoteStudy stray, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(stray);
        return hits.Expire(stray.ExternalId, clock.GetUtcNow().AddDays(-1), cancel);
    }

    public IAsyncEnumerable<RemoteSubmission> ListSubmissions(StudyOrder order, CancellationToken cancel) => assignments.List(order, cancel);

    public Task Approve(SubmissionAddress submission, CancellationToken cancel) => assignments.Approve(submission, cancel);

    public Task Reject(SubmissionAddress submission, Rejection rejection, CancellationToken cancel) => assignments.Reject(submission, rejection, cancel);

    public Task<BonusStanding> Bonus(SubmissionAddress submission, BonusOrder bonus, CancellationToken cancel) => assignments.Bonus(submission, bonus, cancel);

    public Task Block(SubmissionAddress submission, string reason, CancellationToken cancel) => assignments.Block(submission, reason, cancel);

    public Task Unblock(SubmissionAddress submission, string reason, CancellationToken cancel) => assignments.Unblock(submission, reason, cancel);

    public Task Message(SubmissionAddress submission, Letter letter, CancellationToken cancel) => assignments.Write(submission, letter, cancel);

    public NotificationReading ReadNotification(NotificationRequest request, DateTimeOffset now) =>
        NotificationReading.Refused("This channel takes no notifications; the service is asked every few minutes.");
}
