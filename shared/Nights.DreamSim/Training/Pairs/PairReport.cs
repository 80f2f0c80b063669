namespace Nights.DreamSim.Training.Pairs;

/// <summary>How well a model's similarity meets the judgements of held-out pairs.</summary>
public sealed record PairReport
{
    public required string Split { get; init; }
    public required int Pairs { get; init; }

    /// <summary>Mean squared error of the similarity.</summary>
    public required double Error { get; init; }

    /// <summary>The same error of always saying the mean of the training split: what there is to gain.</summary>
    public required double ErrorOfMean { get; init; }

    /// <summary>Pearson's correlation of similarity and judgements; null when either does not vary.</summary>
    public double? Correlation { get; init; }
}
