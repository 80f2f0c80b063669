namespace Nights.IntegrationTests.Crowd;

/// <summary>
/// A scraper's classifier: logistic regression with a ridge on standardised features, fitted by gradient descent, judged by the area
/// under the ROC curve over five folds. Deterministic.
/// </summary>
internal static class LogisticRegression
{
    private const int Folds = 5;
    private const int Steps = 300;
    private const double Rate = 0.5;
    private const double Ridge = 1e-3;

    /// <summary>AUC on examples that the fitted model has not seen: 0.5 is chance, 1 is certainty.</summary>
    /// <param name="rows">(examples, features).</param>
    /// <param name="labels">One an example.</param>
    public static double CrossValidatedAuc(double[][] rows, bool[] labels)
    {
        var scaled = Standardised(rows);
        // Every fifth example is left out in turn; the scores are ranked within their fold, for each fold has a model of its own.
        return Enumerable.Range(0, Folds).Average(fold =>
        {
            var (train, test) = (Indices(i => i % Folds != fold), Indices(i => i % Folds == fold));
            var weights = Fit(train.Select(i => scaled[i]).ToArray(), train.Select(i => labels[i]).ToArray());
            return Auc(test.Select(i => (Score(weights, scaled[i]), labels[i])).ToArray());
        });

        int[] Indices(Func<int, bool> wanted) => [.. Enumerable.Range(0, rows.Length).Where(wanted)];
    }

    /// <summary>Mann and Whitney: the share of pairs in which the positive example scores higher, ties counting half.</summary>
    public static double Auc((double Score, bool Label)[] examples)
    {
        var sorted = examples.OrderBy(example => example.Score).ToArray();
        double ranks = 0, positives = examples.Count(example => example.Label);
        for (var i = 0; i < sorted.Length;)
        {
            var end = i;
            while (end < sorted.Length && sorted[end].Score.Equals(sorted[i].Score)) end++;
            ranks += sorted[i..end].Count(example => example.Label) * (i + 1 + end) / 2.0;
            i = end;
        }

        return (ranks - positives * (positives + 1) / 2) / (positives * (examples.Length - positives));
    }

    /// <returns>Weights, the intercept last.</returns>
    private static double[] Fit(double[][] rows, bool[] labels)
    {
        var weights = new double[rows[0].Length + 1];
        for (var step = 0; step < Steps; step++)
        {
            var gradient = new double[weights.Length];
            for (var i = 0; i < rows.Length; i++)
            {
                var error = 1 / (1 + Math.Exp(-Score(weights, rows[i]))) - (labels[i] ? 1 : 0);
                for (var f = 0; f < rows[i].Length; f++) gradient[f] += error * rows[i][f];
                gradient[^1] += error;
            }

            for (var f = 0; f < weights.Length; f++) weights[f] -= Rate * (gradient[f] / rows.Length + Ridge * weights[f]);
        }

        return weights;
    }

    private static double Score(double[] weights, double[] row)
    {
        var score = weights[^1];
        for (var f = 0; f < row.Length; f++) score += weights[f] * row[f];
        return score;
    }

    private static double[][] Standardised(double[][] rows)
    {
        var scaled = rows.Select(row => (double[])row.Clone()).ToArray();
        for (var f = 0; f < rows[0].Length; f++)
        {
            var mean = rows.Average(row => row[f]);
            var deviation = Math.Sqrt(rows.Average(row => Math.Pow(row[f] - mean, 2)));
            foreach (var row in scaled) row[f] = deviation > 1e-12 ? (row[f] - mean) / deviation : 0;
        }

        return scaled;
    }
}
