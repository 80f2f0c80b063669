using Nights.Domain.Training;

namespace Nights.Local.Client;

/// <summary>A training run as the API shows it. <paramref name="Evaluation"/> is there once it has succeeded.</summary>
internal sealed record RunReport(
    Guid Id, RunState State, int Step, int TotalSteps, double? Loss, AgreementReport? Evaluation, string? ModelName, string? ModelVersion, string? Failure)
{
    public int? Epoch { get; init; }

    /// <summary>2AFC of the last steps.</summary>
    public double? Agreement { get; init; }

    public double? PicturesPerSecond { get; init; }

    /// <summary>E.g. "step 40 of 240, epoch 2, loss 0.041, 2AFC 78 %, 810 pictures/s": what is known of it.</summary>
    public string Words()
    {
        if (TotalSteps is 0) return "the snapshot is being read";
        var words = new List<string> { $"step {Step} of {TotalSteps}" };
        if (Epoch is { } epoch) words.Add($"epoch {epoch}");
        if (Loss is { } loss) words.Add($"loss {loss:0.000}");
        if (Agreement is { } agreement) words.Add($"2AFC {agreement:0 %}");
        if (PicturesPerSecond is { } pictures) words.Add($"{pictures:0} pictures/s");
        return string.Join(", ", words);
    }
}

/// <summary>How well the tuned metric agrees with participants on held-out triplets: shares in [0, 1].</summary>
/// <param name="Gain95">95 % interval of tuned − frozen.</param>
internal sealed record AgreementReport(int Triplets, int Groups, double Tuned, double? Frozen, double Psnr, IReadOnlyList<double>? Gain95);
