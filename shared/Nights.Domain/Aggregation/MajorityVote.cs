using Nights.Domain.Aggregation.Statistics;

namespace Nights.Domain.Aggregation;

/// <summary>
/// p̂(label) = votes for it / votes on the item. A participant's accuracy is the share of their votes that the majority shares; items without a majority are left out,
/// so that A and B could change names (crowd-kit gives such items to the first label).
/// </summary>
public static class MajorityVote
{
    public static Consensus Of(Judgements judgements, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(judgements);
        var shares = Shares(judgements, weights: null, cancel);
        return new Consensus(AggregationMethod.Majority, judgements.Labels, shares, Agreement(judgements, shares, cancel));
    }

    /// <summary>Wilson's interval of the share a label has among the votes on an item.</summary>
    public static Interval ShareInterval(Judgements judgements, int item, int label, double confidence = Interval.Usual)
    {
        ArgumentNullException.ThrowIfNull(judgements);
        var votes = judgements.LabelOf[judgements.ItemStart[item]..judgements.ItemStart[item + 1]];
        return Wilson.Of(votes.Count((byte)label), votes.Length, confidence);
    }

    /// <summary>Each label's share of the weight on each item, items × labels.</summary>
    /// <param name="weights">What a participant's vote weighs; null for one each.</param>
    internal static double[] Shares(Judgements judgements, double[]? weights, CancellationToken cancel)
    {
        var (labels, shares) = (judgements.Labels, new double[judgements.Items * judgements.Labels]);
        var start = judgements.ItemStart;
        var who = judgements.ParticipantOf;
        var label = judgements.LabelOf;
        for (var item = 0; item < judgements.Items; item++)
        {
            if ((item & 0xFFFF) is 0) cancel.ThrowIfCancellationRequested();
            var row = shares.AsSpan(item * labels, labels);
            var total = 0.0;
            for (var vote = start[item]; vote < start[item + 1]; vote++)
            {
                var weight = weights is null ? 1 : weights[who[vote]];
                row[label[vote]] += weight;
                total += weight;
            }

            // Nobody, or only people who are never right: nothing is known.
            if (total > 0) foreach (ref var share in row) share /= total;
            else row.Fill(1.0 / labels);
        }

        return shares;
    }

    /// <summary>How often each participant votes as the leading label of the item does.</summary>
    internal static ParticipantAccuracy[] Agreement(Judgements judgements, double[] shares, CancellationToken cancel)
    {
        var leading = new Consensus(AggregationMethod.Majority, judgements.Labels, shares, []);
        var (agreed, votes) = (new int[judgements.Participants], new int[judgements.Participants]);
        var start = judgements.ItemStart;
        var who = judgements.ParticipantOf;
        var label = judgements.LabelOf;
        for (var item = 0; item < judgements.Items; item++)
        {
            if ((item & 0xFFFF) is 0) cancel.ThrowIfCancellationRequested();
            if (leading.Label(item) is not { } lead) continue;
            for (var vote = start[item]; vote < start[item + 1]; vote++)
            {
                votes[who[vote]]++;
                if (label[vote] == lead) agreed[who[vote]]++;
            }
        }

        return [.. agreed.Select((right, participant) => new ParticipantAccuracy(
            votes[participant],
            votes[participant] is 0 ? 1.0 / judgements.Labels : (double)right / votes[participant],
            Wilson.Of(right, votes[participant])))];
    }
}
