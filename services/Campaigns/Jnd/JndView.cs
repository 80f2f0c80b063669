using Nights.Domain.Jnd;
using Nights.Domain.Voting;

namespace Nights.Campaigns.Jnd;

/// <summary>What a campaign of flashed pairs has found so far.</summary>
/// <param name="Judgements">Counted answers about pairs of triplets.</param>
/// <param name="Identical">Answers about identical catch pairs, of participants in good standing.</param>
/// <param name="PlainlyDifferent">Answers about plainly different catch pairs.</param>
/// <param name="Overall">All pairs of triplets together.</param>
/// <param name="DPrime">How well participants tell plainly different catch pairs from identical ones; null before both were judged.</param>
public sealed record JndView(
    long Judgements, RateView Identical, RateView PlainlyDifferent, RateView Overall, SensitivityView? DPrime, TimingView Timing, int Total, IReadOnlyList<PairView> Pairs);

/// <param name="Low">Of the 95 % interval after Wilson.</param>
public sealed record RateView(int Same, int Total, double? Share, double Low, double High)
{
    public static RateView Of(SameRate rate)
    {
        var (low, high) = rate.Wilson();
        return new RateView(rate.Same, rate.Total, rate.Share, low, high);
    }
}

public sealed record SensitivityView(double DPrime, double Low, double High)
{
    public static SensitivityView? Of(SameRate pair, SameRate identical) =>
        Sensitivity.Of(pair, identical) is { } found ? new SensitivityView(found.DPrime, found.Interval.Low, found.Interval.High) : null;
}

/// <param name="Number">Of the triplet in its campaign.</param>
/// <param name="Candidate">The picture that is paired with the reference.</param>
/// <param name="Rate">The share of "same" is the pair's similarity.</param>
public sealed record PairView(Guid TripletId, int Number, Variation Candidate, RateView Rate, SensitivityView? DPrime);

/// <summary>How well screens kept the plan; of every judged trial, practice left out.</summary>
/// <param name="Trials">Judged trials.</param>
/// <param name="WithinOneFrame">Trials each of whose pictures was displayed within one frame of its plan.</param>
/// <param name="NotCounted">Trials that do not count for their display, by reason.</param>
/// <param name="Retries">Showings that pages threw away and showed again.</param>
/// <param name="MedianHz">Median refresh rate; 0 without a trial.</param>
public sealed record TimingView(long Trials, long WithinOneFrame, IReadOnlyDictionary<DisplayFault, long> NotCounted, long DroppedFrames, long Retries, double MedianHz);
