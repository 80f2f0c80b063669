using Nights.Domain.Aggregation.Statistics;
using Nights.Domain.Randomness;

namespace Nights.Domain.Aggregation;

/// <summary>
/// Multi-annotator competence estimation: with probability θ_w a participant gives the true label, else one of their own habit ξ_w; all labels are equally probable
/// beforehand. Variational Bayes with Beta(½, ½) on θ and Dirichlet(10) on ξ; with T_i the labels' probabilities and ψ the digamma function
/// <code>
/// E   T_i(k) ∝ Π_w ((1 − θ_w) ξ_w(y_iw) + θ_w [y_iw = k])
///     knew_w = Σ_i T_i(y_iw) θ_w / ((1 − θ_w) ξ_w(y_iw) + θ_w),   spammed_w(l) = Σ_i [y_iw = l] − the same
/// M   θ_w = exp(ψ(knew_w + ½) − ψ(n_w + 1)), likewise 1 − θ_w and ξ_w(l)
/// </code>
/// (after M the two shares of θ sum to less than one, as variational Bayes has it). Of several starts the one with the largest Σ_i ln Σ_k (1/K) Π_w (…) is kept.
/// The accuracy is θ + (1 − θ)/K with θ the posterior mean, its interval that of the posterior Beta(knew + ½, spammed + ½);
/// nobody is below 1/K, so whoever clicks at random has an interval just above it. The variational posterior is too narrow:
/// in a simulation of ten people at 90 % and six at a coin it held the truth for 36 of 60 at 90 %, where 57 are promised. Read it as a ranking.
/// Source: Hovy et al., "Learning whom to trust with MACE", NAACL 2013, section 3; defaults as in crowd-kit.
/// </summary>
public static class Mace
{
    // A later start must explain the votes better by more than rounding to be taken.
    private const double Better = 1e-9;

    public static Consensus Of(Judgements judgements, MaceOptions? options = null, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(judgements);
        options ??= new();
        options.Check();
        var random = SplitMix64.Stream(options.Seed, 0);
        MaceStart? best = null;
        for (var start = 0; start < options.Starts; start++)
        {
            var tried = new MaceStart(judgements, options, start is 0 ? null : random);
            tried.Run(cancel);
            if (best is null || tried.LogLikelihood > best.LogLikelihood + Better * judgements.Count) best = tried;
        }

        return new Consensus(AggregationMethod.Mace, judgements.Labels, best!.Posterior, Accuracies(judgements, best, options.Prior), best.Rounds, best.Converged);
    }

    private static ParticipantAccuracy[] Accuracies(Judgements judgements, MaceStart start, double prior)
    {
        var accuracies = new ParticipantAccuracy[judgements.Participants];
        for (var participant = 0; participant < accuracies.Length; participant++)
        {
            var votes = judgements.VotesOf(participant);
            var (knew, spammed) = (start.Knew[participant] + prior, Math.Max(0, votes - start.Knew[participant]) + prior);
            var competence = BetaDistribution.Central(knew, spammed);
            accuracies[participant] = new ParticipantAccuracy(
                votes, Right(knew / (knew + spammed), judgements.Labels), new Interval(Right(competence.Low, judgements.Labels), Right(competence.High, judgements.Labels)));
        }

        return accuracies;
    }

    private static double Right(double competence, int labels) => competence + (1 - competence) / labels;
}
