namespace Nights.Domain.Aggregation;

/// <summary>The log posterior of GLAD over abilities and log eases, and the steps up it.</summary>
internal sealed class GladHill
{
    private const double PriorMean = 1;

    // A step that is still too long after so many halvings is none.
    private const int Halvings = 30;

    private readonly Judgements judgements;
    private readonly int labels;
    private readonly double[] ease;

    public GladHill(Judgements judgements)
    {
        (this.judgements, labels) = (judgements, judgements.Labels);
        (Ability, LogEase, ease) = (new double[judgements.Participants], new double[judgements.Items], new double[judgements.Items]);
        Posterior = new double[judgements.Items * labels];
        Array.Fill(Ability, PriorMean);
        Array.Fill(LogEase, PriorMean);
        Array.Fill(ease, Math.Exp(PriorMean));
    }

    public double[] Ability { get; }
    public double[] LogEase { get; }

    /// <summary>Items × labels.</summary>
    public double[] Posterior { get; }

    /// <summary>The labels' probabilities given the parameters.</summary>
    /// <returns>The log posterior of the parameters, up to a constant.</returns>
    public double Expect(CancellationToken cancel)
    {
        var start = judgements.ItemStart;
        var who = judgements.ParticipantOf;
        var label = judgements.LabelOf;
        var others = Math.Log(labels - 1);
        var total = 0.0;
        for (var item = 0; item < judgements.Items; item++)
        {
            if ((item & 0xFFFF) is 0) cancel.ThrowIfCancellationRequested();
            var chances = Posterior.AsSpan(item * labels, labels);
            chances.Fill(-Math.Log(labels));
            var allWrong = 0.0;
            for (var vote = start[item]; vote < start[item + 1]; vote++)
            {
                // ln(1 − σ(x)) = −softplus(x), and ln σ(x) is x more.
                var x = Ability[who[vote]] * ease[item];
                allWrong -= Softplus(x) + others;
                chances[label[vote]] += x + others;
            }

            total += allWrong + LogSumExp.Normalise(chances) - Square(LogEase[item] - PriorMean) / 2;
        }

        foreach (var ability in Ability) total -= Square(ability - PriorMean) / 2;
        return total;
    }

    public void MoveAbilities(CancellationToken cancel)
    {
        for (var participant = 0; participant < Ability.Length; participant++)
        {
            if ((participant & 0xFF) is 0) cancel.ThrowIfCancellationRequested();
            var from = Ability[participant];
            var (height, slope, curvature) = AbilityHeight(participant, from);
            var step = slope / curvature;
            for (var halving = 0; halving < Halvings; halving++, step /= 2)
            {
                if (AbilityHeight(participant, from + step).Height < height) continue;
                Ability[participant] = from + step;
                break;
            }
        }
    }

    public void MoveEase(CancellationToken cancel)
    {
        for (var item = 0; item < LogEase.Length; item++)
        {
            if ((item & 0xFFFF) is 0) cancel.ThrowIfCancellationRequested();
            var from = LogEase[item];
            var (height, slope, curvature) = EaseHeight(item, from);
            var step = slope / curvature;
            for (var halving = 0; halving < Halvings; halving++, step /= 2)
            {
                if (EaseHeight(item, from + step).Height < height) continue;
                LogEase[item] = from + step;
                ease[item] = Math.Exp(from + step);
                break;
            }
        }
    }

    /// <summary>What is known of an ability: minus the second derivative of the expected log posterior.</summary>
    public double Curvature(int participant) => AbilityHeight(participant, Ability[participant]).Curvature;

    /// <summary>Mean chance of being right on the items a participant judged, had they this ability.</summary>
    public double MeanChance(int participant, double ability)
    {
        var places = Places(participant);
        var sum = 0.0;
        if (places.Length is 0) return Sigmoid(ability * Math.Exp(PriorMean));
        foreach (var place in places) sum += Sigmoid(ability * ease[judgements.ItemOf[place]]);
        return sum / places.Length;
    }

    // With c the probability that a vote is right: c ln σ(x) + (1 − c) ln(1 − σ(x)) = c x − softplus(x).
    private (double Height, double Slope, double Curvature) AbilityHeight(int participant, double ability)
    {
        var items = judgements.ItemOf;
        var label = judgements.LabelOf;
        var (height, slope, curvature) = (-Square(ability - PriorMean) / 2, PriorMean - ability, 1.0);
        foreach (var place in Places(participant))
        {
            var item = items[place];
            var (b, right) = (ease[item], Posterior[item * labels + label[place]]);
            var x = ability * b;
            var chance = Sigmoid(x);
            height += right * x - Softplus(x);
            slope += b * (right - chance);
            curvature += b * b * chance * (1 - chance);
        }

        return (height, slope, curvature);
    }

    private (double Height, double Slope, double Curvature) EaseHeight(int item, double logEase)
    {
        var start = judgements.ItemStart;
        var who = judgements.ParticipantOf;
        var label = judgements.LabelOf;
        var b = Math.Exp(logEase);
        var (height, slope, curvature) = (-Square(logEase - PriorMean) / 2, PriorMean - logEase, 1.0);
        for (var vote = start[item]; vote < start[item + 1]; vote++)
        {
            var (x, right) = (Ability[who[vote]] * b, Posterior[item * labels + label[vote]]);
            var chance = Sigmoid(x);
            height += right * x - Softplus(x);
            slope += x * (right - chance);
            // The expected curvature: always positive, so that the step always leads up.
            curvature += x * x * chance * (1 - chance);
        }

        return (height, slope, curvature);
    }

    private ReadOnlySpan<int> Places(int participant) =>
        judgements.PlaceOf[judgements.ParticipantStart[participant]..judgements.ParticipantStart[participant + 1]];

    private static double Softplus(double x) => Math.Max(x, 0) + Math.Log(1 + Math.Exp(-Math.Abs(x)));

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    private static double Square(double x) => x * x;
}
