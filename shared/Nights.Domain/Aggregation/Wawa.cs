namespace Nights.Domain.Aggregation;

/// <summary>
/// Worker agreement with aggregate: the majority is taken, each participant's skill is the share of their votes that agree with it, and the shares are taken once more
/// with each vote weighed by its giver's skill: p(label) = Σ skill of those who chose it / Σ skill of all.
/// Source: Ustalov, Pavlichenko and Tseitlin, "Learning from Crowds with Crowd-Kit" (JOSS 2024) and Toloka's documentation. Departure: an item without a majority says
/// nothing about skill; whoever voted on such items only has the skill 1/labels.
/// </summary>
public static class Wawa
{
    public static Consensus Of(Judgements judgements, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(judgements);
        var skills = MajorityVote.Agreement(judgements, MajorityVote.Shares(judgements, weights: null, cancel), cancel);
        var shares = MajorityVote.Shares(judgements, [.. skills.Select(skill => skill.Value)], cancel);
        return new Consensus(AggregationMethod.Wawa, judgements.Labels, shares, skills);
    }
}
