using System.Diagnostics.Metrics;
using Nights.Domain.Voting;

namespace Nights.Crowd;

/// <summary>What the operator watches of the crowd.</summary>
internal sealed class CrowdMeter : IDisposable
{
    private readonly Meter meter;
    private readonly Counter<long> cast;
    private readonly Histogram<int> together;
    private readonly Counter<long> claimed;
    private readonly Counter<long> accepted;
    private readonly Counter<long> dropped;
    private readonly Counter<long> expired;
    private readonly Counter<long> excluded;

    public CrowdMeter(IMeterFactory meters)
    {
        meter = meters.Create("Nights.Crowd");
        cast = meter.CreateCounter<long>("nights.votes.cast", "{vote}", "Answers stored, by what they count for.");
        together = meter.CreateHistogram("nights.answers.together", "{answer}", "Answers taken into one transaction.", advice: new InstrumentAdvice<int> { HistogramBucketBoundaries = [1, 2, 4, 8, 16, 32, 64] });
        claimed = meter.CreateCounter<long>("nights.pages.claimed", "{page}", "Pages of trials handed out.");
        accepted = meter.CreateCounter<long>("nights.triplets.accepted", "{triplet}", "Triplets on which people agreed.");
        dropped = meter.CreateCounter<long>("nights.triplets.dropped", "{triplet}", "Triplets on which people did not agree.");
        expired = meter.CreateCounter<long>("nights.leases.expired", "{page}", "Pages that ran out with trials unanswered.");
        excluded = meter.CreateCounter<long>("nights.participants.excluded", "{participant}", "Participants whose gold answers were too often wrong.");
    }

    public void VoteCast(VoteStatus status) => cast.Add(1, new KeyValuePair<string, object?>("status", status.ToString()));
    public void AnswersTogether(int count) => together.Record(count);
    public void PageClaimed(bool practice) => claimed.Add(1, new KeyValuePair<string, object?>("practice", practice));
    public void TripletsAccepted(int count) => accepted.Add(count);
    public void TripletsDropped(int count) => dropped.Add(count);
    public void LeasesExpired(int count) => expired.Add(count);
    public void ParticipantExcluded() => excluded.Add(1);
    public void Dispose() => meter.Dispose();
}
