using Nights.Domain.Training;

namespace Nights.Local.Client;

/// <summary>A training run as the API shows it. <paramref name="Evaluation"/> is there once it has succeeded.</summary>
internal sealed record RunReport(
    Guid Id, RunState State, int Step, int TotalSteps, double? Loss, AgreementReport? Evaluation, string? ModelName, string? ModelVersion, string? Failure);

/// <summary>How well the tuned metric agrees with participants on held-out triplets: shares in [0, 1].</summary>
/// <param name="Gain95">95 % interval of tuned − frozen.</param>
internal sealed record AgreementReport(int Triplets, int Groups, double Tuned, double? Frozen, double Psnr, IReadOnlyList<double>? Gain95);
