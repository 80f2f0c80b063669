using Nights.Domain.Aggregation.Statistics;
using Nights.Domain.Randomness;

namespace Nights.Domain.Aggregation;

/// <summary>One start of MACE and where it leads.</summary>
internal sealed class MaceStart
{
    private readonly Judgements judgements;
    private readonly MaceOptions options;
    private readonly int labels;
    private readonly double[] knowing;
    private readonly double[] spamming;
    private readonly double[] habit;
    private readonly double[] logSpam;
    private readonly double[] logGain;
    private readonly double[] spammed;

    /// <param name="random">Draws the start: each share from [1, 2.5), then made to sum to one; null for everybody alike.</param>
    public MaceStart(Judgements judgements, MaceOptions options, SplitMix64? random)
    {
        (this.judgements, this.options, labels) = (judgements, options, judgements.Labels);
        var people = judgements.Participants;
        (knowing, spamming, Knew) = (new double[people], new double[people], new double[people]);
        (habit, logSpam, logGain, spammed) = (new double[people * labels], new double[people * labels], new double[people * labels], new double[people * labels]);
        Posterior = new double[judgements.Items * labels];
        for (var participant = 0; participant < people; participant++)
        {
            var (spam, know) = (Draw(random), Draw(random));
            (spamming[participant], knowing[participant]) = (spam / (spam + know), know / (spam + know));
            var row = habit.AsSpan(participant * labels, labels);
            var sum = 0.0;
            foreach (ref var share in row) sum += share = Draw(random);
            foreach (ref var share in row) share /= sum;
        }
    }

    /// <summary>Items × labels.</summary>
    public double[] Posterior { get; }

    /// <summary>Expected number of votes each participant gave knowing the label.</summary>
    public double[] Knew { get; }

    public double LogLikelihood { get; private set; }
    public int Rounds { get; private set; }
    public bool Converged { get; private set; }

    public void Run(CancellationToken cancel)
    {
        LogLikelihood = Expect(cancel);
        while (Rounds < options.Iterations && !Converged)
        {
            Maximise();
            var now = Expect(cancel);
            Converged = Math.Abs(now - LogLikelihood) <= options.Tolerance * judgements.Count;
            LogLikelihood = now;
            Rounds++;
        }
    }

    private double Expect(CancellationToken cancel)
    {
        for (var place = 0; place < habit.Length; place++)
        {
            var spam = spamming[place / labels] * habit[place];
            logSpam[place] = Math.Log(spam);
            logGain[place] = Math.Log((spam + knowing[place / labels]) / spam);
        }

        Array.Clear(Knew);
        Array.Clear(spammed);
        var start = judgements.ItemStart;
        var who = judgements.ParticipantOf;
        var label = judgements.LabelOf;
        var total = 0.0;
        for (var item = 0; item < judgements.Items; item++)
        {
            if ((item & 0xFFFF) is 0) cancel.ThrowIfCancellationRequested();
            var chances = Posterior.AsSpan(item * labels, labels);
            chances.Fill(-Math.Log(labels));
            var allSpam = 0.0;
            for (var vote = start[item]; vote < start[item + 1]; vote++)
            {
                var place = who[vote] * labels + label[vote];
                allSpam += logSpam[place];
                chances[label[vote]] += logGain[place];
            }

            total += allSpam + LogSumExp.Normalise(chances);
            for (var vote = start[item]; vote < start[item + 1]; vote++)
            {
                var place = who[vote] * labels + label[vote];
                var knew = chances[label[vote]] * knowing[who[vote]] / (spamming[who[vote]] * habit[place] + knowing[who[vote]]);
                Knew[who[vote]] += knew;
                spammed[place] += 1 - knew;
            }
        }

        return total;
    }

    private void Maximise()
    {
        for (var participant = 0; participant < knowing.Length; participant++)
        {
            var row = spammed.AsSpan(participant * labels, labels);
            var spams = 0.0;
            foreach (var count in row) spams += count;
            var all = GammaFunctions.Digamma(Knew[participant] + spams + 2 * options.Prior);
            knowing[participant] = Math.Exp(GammaFunctions.Digamma(Knew[participant] + options.Prior) - all);
            spamming[participant] = Math.Exp(GammaFunctions.Digamma(spams + options.Prior) - all);
            var habits = GammaFunctions.Digamma(spams + labels * options.StrategyPrior);
            for (var k = 0; k < labels; k++) habit[participant * labels + k] = Math.Exp(GammaFunctions.Digamma(row[k] + options.StrategyPrior) - habits);
        }
    }

    private static double Draw(SplitMix64? random) => random is null ? 1 : 1 + 1.5 * random.NextDouble();
}
