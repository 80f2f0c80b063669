using Nights.Domain.Aggregation.Statistics;

namespace Nights.Domain.Aggregation;

/// <summary>
/// Labels and participants' errors estimated together by expectation-maximisation, begun at the majority's shares. With T_i(k) the probability that item i is k,
/// e_w(k, l) the probability that participant w answers l when k is true, p the labels' shares, and α, β the pseudo-counts:
/// <code>
/// E   T_i(k) ∝ p(k) Π_w e_w(k, y_iw)
/// M   p(k) = mean_i T_i(k)
///     one coin    a_w = (α + Σ_i T_i(y_iw)) / (α + β + n_w),  e_w(k, l) = a_w if l = k, else (1 − a_w)/(K − 1)
///     full        e_w(k, l) = (c_kl + Σ_i T_i(k)[y_iw = l]) / Σ_l (the same),  c_kk = α, c_kl = β/(K − 1)
/// </code>
/// It rests when Σ_i ln Σ_k p(k) Π_w e_w(k, y_iw) + Σ ln prior grows by less than the tolerance for each vote; this never falls.
/// Source: Dawid and Skene, "Maximum likelihood estimation of observer error-rates using the EM algorithm", Applied Statistics 28 (1979), equations 2.3 to 2.5;
/// one coin: Zhang et al., "Spectral methods meet EM", JMLR 17 (2016). Departure from crowd-kit: the pseudo-counts, and the log posterior where crowd-kit stops by its lower bound.
/// The full model has K(K − 1) numbers a participant and wants at least K² votes of each.
/// </summary>
public static class DawidSkene
{
    public static Consensus OneCoin(Judgements judgements, DawidSkeneOptions? options = null, CancellationToken cancel = default) =>
        Of(judgements, AggregationMethod.OneCoin, options ?? new(), cancel).Consensus;

    public static Consensus Full(Judgements judgements, DawidSkeneOptions? options = null, CancellationToken cancel = default) =>
        Of(judgements, AggregationMethod.DawidSkene, options ?? new(), cancel).Consensus;

    /// <summary>The full model with each participant's confusion matrix.</summary>
    /// <returns>participants × true label × answered label, rows sum to one.</returns>
    public static (Consensus Consensus, double[,,] Confusion) WithConfusion(Judgements judgements, DawidSkeneOptions? options = null, CancellationToken cancel = default)
    {
        var (consensus, errors) = Of(judgements, AggregationMethod.DawidSkene, options ?? new(), cancel);
        return (consensus, errors.Confusion());
    }

    private static (Consensus Consensus, ErrorRates Errors) Of(Judgements judgements, AggregationMethod method, DawidSkeneOptions options, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(judgements);
        options.Check();
        var posterior = MajorityVote.Shares(judgements, weights: null, cancel);
        var errors = new ErrorRates(judgements, options, oneCoin: method is AggregationMethod.OneCoin);
        var (rounds, converged, before) = (0, judgements.Count is 0, double.NegativeInfinity);
        while (rounds < options.Iterations && !converged)
        {
            errors.Maximise(posterior, cancel);
            var now = errors.Expect(posterior, cancel);
            converged = now - before < options.Tolerance * judgements.Count;
            before = now;
            rounds++;
        }

        return (new Consensus(method, judgements.Labels, posterior, Accuracies(judgements, posterior, options), rounds, converged), errors);
    }

    // The labels are not known but probable: Σ_i T_i(y_iw) answers of w were right, and as many of their votes as are left were wrong.
    private static ParticipantAccuracy[] Accuracies(Judgements judgements, double[] posterior, DawidSkeneOptions options)
    {
        var right = new double[judgements.Participants];
        for (var vote = 0; vote < judgements.Count; vote++)
            right[judgements.ParticipantOf[vote]] += posterior[judgements.ItemOf[vote] * judgements.Labels + judgements.LabelOf[vote]];
        var accuracies = new ParticipantAccuracy[judgements.Participants];
        for (var participant = 0; participant < accuracies.Length; participant++)
        {
            var votes = judgements.VotesOf(participant);
            accuracies[participant] = Accuracy(right[participant], votes, options, judgements.Labels);
        }

        return accuracies;
    }

    private static ParticipantAccuracy Accuracy(double right, int votes, DawidSkeneOptions options, int labels)
    {
        var (good, bad) = (options.PriorRight + right, options.PriorWrong + Math.Max(0, votes - right));
        var value = good + bad > 0 ? good / (good + bad) : 1.0 / labels;
        // A pseudo-count of α weighs as the prior Beta(α + 1, β + 1) does, whose mode the value is.
        return new ParticipantAccuracy(votes, value, BetaDistribution.Central(good + 1, bad + 1));
    }
}
