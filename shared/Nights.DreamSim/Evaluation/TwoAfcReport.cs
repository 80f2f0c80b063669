namespace Nights.DreamSim.Evaluation;

/// <summary>How well a metric agrees with participants on held-out triplets. Scores are shares in [0, 1]; one half is chance.</summary>
public sealed record TwoAfcReport
{
    public required string Split { get; init; }
    public required int Triplets { get; init; }
    public required int Groups { get; init; }

    /// <summary>Score of the model.</summary>
    public required double Tuned { get; init; }

    /// <summary>Score of the same network before training, when it can be had.</summary>
    public double? Frozen { get; init; }

    /// <summary>Score of the peak signal-to-noise ratio of the model's input pictures.</summary>
    public required double Psnr { get; init; }

    /// <summary>Score of the structural similarity of the same pictures; null where they are smaller than its window, and from older trainers.</summary>
    public double? Ssim { get; init; }

    /// <summary>95 % interval of tuned − frozen: paired bootstrap of groups.</summary>
    public IReadOnlyList<double>? Gain95 { get; init; }

    /// <summary>95 % interval of tuned − PSNR.</summary>
    public required IReadOnlyList<double> OverPsnr95 { get; init; }

    /// <summary>95 % interval of tuned − SSIM.</summary>
    public IReadOnlyList<double>? OverSsim95 { get; init; }

    /// <summary>Difference of two distances of the model at which people's odds are e to 1, as <see cref="ChoiceScale"/> finds it; null from older trainers.</summary>
    public double? Scale { get; init; }

    public required int Draws { get; init; }
    public required long Seed { get; init; }
}
