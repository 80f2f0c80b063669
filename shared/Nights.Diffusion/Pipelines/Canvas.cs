using System.Globalization;
using Nights.Domain.Perturbations;

namespace Nights.Diffusion.Pipelines;

/// <summary>One order on its way: which clean latents it has reached, and what is still to be done to them.</summary>
internal sealed class Canvas(PictureOrder order)
{
    public PictureOrder Order { get; } = order;

    /// <summary>channels × height × width; null before the first run.</summary>
    public float[]? Latents { get; set; }

    /// <summary>Share of the schedule its first run takes.</summary>
    public double Strength => Order.Init?.Strength ?? 1;

    /// <summary>Runs that follow the first: the finished latents noised and denoised again. A level of 0 forgets nothing.</summary>
    public IReadOnlyList<Perturbation> Refinements { get; } =
        [.. order.Perturbations.Where(perturbation => perturbation is { Operator: PerturbationOperator.ImageToImage, Level: > 0 })];

    /// <summary>Orders of one key have the same latents after their first run, so a variation by image-to-image or by pixels costs no run of its own there.</summary>
    public string FirstRun { get; } = string.Join('\n',
    [
        order.Prompt, order.NegativePrompt, Text(order.Seed), order.Init is { } init ? $"{init.Sha256} {Text(init.Strength)}" : "",
        .. order.Perturbations
            .Where(perturbation => perturbation.Operator is not (PerturbationOperator.ImageToImage or PerturbationOperator.LabShift))
            .Select(perturbation => $"{perturbation.Operator} {Text(perturbation.Level)} {Text(perturbation.Seed)} {perturbation.Prompt}"),
    ]);

    private static string Text(IFormattable number) => number.ToString(null, CultureInfo.InvariantCulture);
}
