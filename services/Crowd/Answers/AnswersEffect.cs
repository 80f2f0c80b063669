using Nights.Database.Crowd.Marks;
using Nights.Domain.Voting;

namespace Nights.Crowd.Answers;

/// <summary>What a transaction of answers did, for the operator's meters.</summary>
/// <param name="Statuses">What each answer counted for.</param>
/// <param name="Triplets">Decided by their votes.</param>
/// <param name="TakenOut">What each soft reject or exclusion did.</param>
internal sealed record AnswersEffect(IReadOnlyList<VoteStatus> Statuses, (int Accepted, int Dropped) Triplets, IReadOnlyList<QuarantineEffect> TakenOut)
{
    /// <summary>Counts it; once it is committed.</summary>
    public void Count(CrowdMeter meter)
    {
        foreach (var status in Statuses) meter.VoteCast(status);
        var (accepted, dropped) = (Triplets.Accepted + TakenOut.Sum(effect => effect.Accepted), Triplets.Dropped + TakenOut.Sum(effect => effect.Dropped));
        if (accepted > 0) meter.TripletsAccepted(accepted);
        if (dropped > 0) meter.TripletsDropped(dropped);
        foreach (var _ in TakenOut) meter.ParticipantExcluded();
    }
}
