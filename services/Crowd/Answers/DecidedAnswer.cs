using Nights.Crowd.Sessions;
using Nights.Database.Crowd.Deciding;
using Nights.Domain.Triplets;
using Nights.Domain.Voting;

namespace Nights.Crowd.Answers;

/// <summary>What an answer counts for, from all that its scene holds.</summary>
/// <param name="Given">The answer.</param>
/// <param name="Scene">Where it was given; its trial is there, and nothing is stored for it.</param>
/// <param name="Choice">The canonical choice, or null for a report.</param>
/// <param name="Right">Whether it is the known answer; null where none is known.</param>
/// <param name="Status">What it counts for.</param>
/// <param name="Skill">The participant's skill, where votes are weighed and this is one.</param>
internal sealed record DecidedAnswer(GivenAnswer Given, AnswerScene Scene, Variation? Choice, bool? Right, VoteStatus Status, Skill? Skill)
{
    public HitCaller Caller => Given.Caller;
    public Answer Answer => Given.Answer;
    public AnswerScene.ShownTrial Trial => Scene.Trial!;

    /// <summary>The reserve of a closed page was released: what comes for it is paid out of what the cap leaves.</summary>
    public bool PaidLate => !Trial.PageOpen;

    /// <summary>The slot is leased to this answer's page.</summary>
    public bool HoldsSlot => Scene.Triplet is { } triplet && triplet.Outstanding.Any(slot => slot.Id == Trial.Slot && slot.Page == Trial.Page);

    public static DecidedAnswer Of(GivenAnswer given, AnswerScene scene)
    {
        var choice = given.Answer.Choice(scene.Trial!.AOnLeft);
        var status = StatusOf(scene, scene.Trial, given.Answer, given.Caller.Campaign.Spec.Quality.TooSlowMs);
        Skill? skill = status is VoteStatus.Counted && given.Caller.Campaign.Policy.WeighsSkill ? Domain.Voting.Skill.Of(scene.Gold) : null;
        return new DecidedAnswer(given, scene, choice, RightOf(scene, scene.Trial, given.Answer, choice), status, skill);
    }

    private static VoteStatus StatusOf(AnswerScene scene, AnswerScene.ShownTrial trial, Answer answer, int tooSlowMs)
    {
        if (answer.IsReport) return VoteStatus.Reported;
        if (trial.Practice) return VoteStatus.Practice;
        if (scene.Excluded) return VoteStatus.Quarantined;
        if (trial.InstructedLeft is not null) return VoteStatus.Check;
        if (trial.IsRepeat) return VoteStatus.Repeat;
        if (trial.Gold is not null) return VoteStatus.Gold;
        var counts = scene.Triplet is { State: TripletState.Queued } triplet && !scene.CountedBefore && Wants(triplet, trial);
        return !counts ? VoteStatus.Late : answer.ResponseMs > tooSlowMs ? VoteStatus.Slow : VoteStatus.Counted;
    }

    private static bool? RightOf(AnswerScene scene, AnswerScene.ShownTrial trial, Answer answer, Variation? choice)
    {
        if (choice is not { } chosen) return null;
        if (trial.InstructedLeft is { } left) return answer.ChoseLeft == left;
        return (scene.GoldAnswer ?? scene.FirstChoice) is { } known ? chosen == known : null;
    }

    /// <summary>The slot is still ours, or its lease ran out and nobody has taken it yet.</summary>
    private static bool Wants(LockedTriplet triplet, AnswerScene.ShownTrial trial) =>
        triplet.Outstanding.Any(slot => slot.Id == trial.Slot && (!slot.Leased || slot.Page == trial.Page));
}
