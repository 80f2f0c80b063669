using Nights.Crowd.Sessions;
using Nights.Domain.Quality;
using Nights.Domain.Voting;

namespace Nights.Crowd.Answers;

/// <summary>A participant whom an answer that was just stored gives reason to judge.</summary>
/// <param name="Caller">Who.</param>
/// <param name="Gold">Their hidden gold, this answer included.</param>
/// <param name="PageEnds">Whether all their work is looked at, and not their gold alone.</param>
internal readonly record struct Judged(HitCaller Caller, GoldScore Gold, bool PageEnds)
{
    /// <returns>Null when the answer gives no reason.</returns>
    public static Judged? Of(DecidedAnswer answer) => Of(answer.Caller, answer.Scene, answer.Status, answer.Right);

    /// <inheritdoc cref="Of(DecidedAnswer)"/>
    public static Judged? Of(HitCaller caller, AnswerScene scene, VoteStatus status, bool? right)
    {
        if (scene.Excluded || scene.Allowed || scene.Trial!.Practice) return null;
        var gold = status is VoteStatus.Gold && right is { } hit ? scene.Gold.Add(hit) : (GoldScore?)null;
        return gold is null && !scene.EndsPage ? null : new Judged(caller, gold ?? scene.Gold, scene.EndsPage);
    }
}

/// <summary>What the rules say of somebody.</summary>
internal readonly record struct AskedVerdict(HitCaller Caller, QualityVerdict Verdict)
{
    /// <summary>Whether their votes are taken out of the count.</summary>
    public bool TakesOut => Verdict.Action is QualityAction.SoftReject or QualityAction.Exclude;
}
