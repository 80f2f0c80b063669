namespace Nights.DreamSim.Judgements;

/// <summary>A figure over some judgements of a set; one may be among them more than once. NaN where they do not determine it.</summary>
public delegate double OverJudgements(ReadOnlySpan<int> items);

/// <summary>A figure by which a metric's distances are compared with people; more is better.</summary>
/// <param name="Name">As tables show it, e.g. 2AFC.</param>
/// <param name="Over">The figure over any sample of the set's judgements.</param>
public sealed record Statistic(string Name, OverJudgements Over)
{
    /// <summary>The mean of a score of each judgement.</summary>
    public static Statistic Mean(string name, double[] scores) => new(name, items =>
    {
        var sum = 0.0;
        foreach (var item in items) sum += scores[item];
        return sum / items.Length;
    });
}
