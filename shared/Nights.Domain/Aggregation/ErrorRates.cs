namespace Nights.Domain.Aggregation;

/// <summary>The two steps of Dawid-Skene over one table of error rates, and the logarithms a vote needs lying side by side.</summary>
internal sealed class ErrorRates
{
    // A rate of nought would rule a label out for ever on one vote.
    private const double Least = 1e-10;

    private readonly Judgements judgements;
    private readonly DawidSkeneOptions options;
    private readonly bool oneCoin;
    private readonly int labels;
    private readonly double[] rates;
    private readonly double[] logs;
    private readonly double[] shares;
    private double logPrior;

    public ErrorRates(Judgements judgements, DawidSkeneOptions options, bool oneCoin)
    {
        (this.judgements, this.options, this.oneCoin, labels) = (judgements, options, oneCoin, judgements.Labels);
        // Laid out as [participant, answered, true]: a vote reads the true labels in one run.
        rates = new double[judgements.Participants * labels * labels];
        logs = new double[rates.Length];
        shares = new double[labels];
    }

    /// <summary>M: shares of the labels and error rates from the labels' probabilities.</summary>
    public void Maximise(double[] posterior, CancellationToken cancel)
    {
        Array.Clear(rates);
        var start = judgements.ItemStart;
        var who = judgements.ParticipantOf;
        var label = judgements.LabelOf;
        Array.Clear(shares);
        var judged = 0;
        for (var item = 0; item < judgements.Items; item++)
        {
            if ((item & 0xFFFF) is 0) cancel.ThrowIfCancellationRequested();
            if (start[item] == start[item + 1]) continue;
            judged++;
            var chances = posterior.AsSpan(item * labels, labels);
            for (var k = 0; k < labels; k++) shares[k] += chances[k];
            for (var vote = start[item]; vote < start[item + 1]; vote++)
            {
                var row = rates.AsSpan((who[vote] * labels + label[vote]) * labels, labels);
                for (var k = 0; k < labels; k++) row[k] += chances[k];
            }
        }

        for (var k = 0; k < labels; k++) shares[k] = options.EstimateShares ? Math.Max(Least, shares[k] / judged) : 1.0 / labels;
        logPrior = 0;
        for (var participant = 0; participant < judgements.Participants; participant++)
        {
            var table = rates.AsSpan(participant * labels * labels, labels * labels);
            if (oneCoin) Coin(table, judgements.VotesOf(participant));
            else Matrix(table);
        }

        for (var rate = 0; rate < rates.Length; rate++) logs[rate] = Math.Log(rates[rate]);
    }

    /// <summary>E: the labels' probabilities from the error rates.</summary>
    /// <returns>The log posterior of shares and rates, up to a constant.</returns>
    public double Expect(double[] posterior, CancellationToken cancel)
    {
        var start = judgements.ItemStart;
        var who = judgements.ParticipantOf;
        var label = judgements.LabelOf;
        var total = logPrior;
        for (var item = 0; item < judgements.Items; item++)
        {
            if ((item & 0xFFFF) is 0) cancel.ThrowIfCancellationRequested();
            var chances = posterior.AsSpan(item * labels, labels);
            for (var k = 0; k < labels; k++) chances[k] = Math.Log(shares[k]);
            for (var vote = start[item]; vote < start[item + 1]; vote++)
            {
                var row = logs.AsSpan((who[vote] * labels + label[vote]) * labels, labels);
                for (var k = 0; k < labels; k++) chances[k] += row[k];
            }

            total += LogSumExp.Normalise(chances);
        }

        return total;
    }

    public double[,,] Confusion()
    {
        var confusion = new double[judgements.Participants, labels, labels];
        for (var participant = 0; participant < judgements.Participants; participant++)
            for (var answered = 0; answered < labels; answered++)
                for (var k = 0; k < labels; k++)
                    confusion[participant, k, answered] = rates[(participant * labels + answered) * labels + k];
        return confusion;
    }

    private void Coin(Span<double> table, int votes)
    {
        var right = options.PriorRight;
        for (var k = 0; k < labels; k++) right += table[k * labels + k];
        var total = options.PriorRight + options.PriorWrong + votes;
        var accuracy = Math.Clamp(total > 0 ? right / total : 1.0 / labels, Least, 1 - Least);
        table.Fill((1 - accuracy) / (labels - 1));
        for (var k = 0; k < labels; k++) table[k * labels + k] = accuracy;
        logPrior += options.PriorRight * Math.Log(accuracy) + options.PriorWrong * Math.Log(1 - accuracy);
    }

    private void Matrix(Span<double> table)
    {
        var wrong = options.PriorWrong / (labels - 1);
        for (var k = 0; k < labels; k++)
        {
            var total = 0.0;
            for (var answered = 0; answered < labels; answered++)
            {
                ref var rate = ref table[answered * labels + k];
                rate = Math.Max(Least, rate + (answered == k ? options.PriorRight : wrong));
                total += rate;
            }

            for (var answered = 0; answered < labels; answered++)
            {
                ref var rate = ref table[answered * labels + k];
                rate /= total;
                logPrior += (answered == k ? options.PriorRight : wrong) * Math.Log(rate);
            }
        }
    }
}
