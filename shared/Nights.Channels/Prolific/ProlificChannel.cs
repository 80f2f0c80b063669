using Nights.Channels.Studies;
using Nights.Channels.Submissions;

namespace Nights.Channels.Prolific;

/// <summary>Prolific (api.prolific.com, version 1 as documented in November 2026).</summary>
public sealed class ProlificChannel : ICrowdChannel
{
    private readonly ProlificOptions options;
    private readonly ProlificStudies studies;
    private readonly ProlificSubmissions submissions;
    private readonly ProlificPeople people;

    /// <param name="http">Follows no redirects; its time limit is the caller's.</param>
    /// <param name="options">With a token.</param>
    public ProlificChannel(HttpClient http, ProlificOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        this.options = options;
        var api = new ProlificApi(http, options);
        studies = new ProlificStudies(api, options);
        submissions = new ProlificSubmissions(api, options);
        people = new ProlificPeople(api, submissions, options);
    }

    public string Name => ChannelNames.Prolific;

    public bool PaysItself => true;

    public string? WhyNot(StudyOrder order)
    {
        ArgumentNullException.ThrowIfNull(order);
        return options.Token is not { Length: > 0 } ? "There is no token for Prolific; set Channels__Prolific__Token."
            : order.Currency is not ("GBP" or "USD") ? $"Prolific pays in GBP or USD; this campaign counts in {order.Currency}."
            : order.RewardMinor <= 0 ? "Prolific needs a reward above 0."
            : null;
    }

    public Task<StudyStanding> Publish(StudyOrder order, CancellationToken cancel) => studies.Publish(order, cancel);

    public Task<StudyStanding> Extend(StudyOrder order, CancellationToken cancel) => studies.Extend(order, cancel);

    public Task<StudyStanding> Pause(StudyOrder order, CancellationToken cancel) => studies.Pause(order, cancel);

    public Task<StudyStanding> Resume(StudyOrder order, CancellationToken cancel) => studies.Resume(order, cancel);

    public Task<StudyStanding> Stop(StudyOrder order, CancellationToken cancel) => studies.Stop(order, cancel);

    public Task<StudyStanding?> Look(StudyOrder order, CancellationToken cancel) => studies.Look(order, cancel);

    public IAsyncEnumerable<RemoteStudy> ListStudies(CancellationToken cancel) => studies.List(cancel);

    public Task End(RemoteStudy stray, CancellationToken cancel) => studies.End(stray, cancel);

    public IAsyncEnumerable<RemoteSubmission> ListSubmissions(StudyOrder order, CancellationToken cancel) => submissions.List(order, cancel);

    public Task Approve(SubmissionAddress submission, CancellationToken cancel) => submissions.Approve(submission, cancel);

    public Task Reject(SubmissionAddress submission, Rejection rejection, CancellationToken cancel) => submissions.Reject(submission, rejection, cancel);

    public Task<BonusStanding> Bonus(SubmissionAddress submission, BonusOrder bonus, CancellationToken cancel) => submissions.Bonus(submission, bonus, cancel);

    public Task Block(SubmissionAddress submission, string reason, CancellationToken cancel) => people.Block(submission, cancel);

    public Task Unblock(SubmissionAddress submission, string reason, CancellationToken cancel) => people.Unblock(submission, cancel);

    public Task Message(SubmissionAddress submission, Letter letter, CancellationToken cancel) => people.Write(submission, letter, cancel);

    public NotificationReading ReadNotification(NotificationRequest request, DateTimeOffset now) => ProlificHook.Read(options, request, now);
}
