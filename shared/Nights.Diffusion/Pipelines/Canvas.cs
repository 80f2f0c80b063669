using System.Globalization;
using Nights.Domain.Perturbations;

namespace Nights.Diffusion.Pipelines;

/// <summary>One order on its way: which clean latents it has reached, and what is still to be done to them.</summary>
internal sealed class Canvas
{
    public Canvas(PictureOrder order)
    {
        Order = order;
        Changes = [.. order.Perturbations.Where(perturbation => perturbation.Level > 0)];
        Refinements = [.. Changes.Where(change => change.Operator == PerturbationOperator.ImageToImage)];
        FirstRun = Key(
        [
            order.Prompt, order.NegativePrompt, Text(order.Seed), order.Init?.Sha256 ?? "", Text(Strength),
            .. Changes.Where(ChangesFirstRun).SelectMany(change => (string[])[$"{change.Operator}", Text(change.Level), Text(change.Seed), change.Prompt ?? ""]),
        ]);
    }

    public PictureOrder Order { get; }

    /// <summary>channels × height × width; null before the first run.</summary>
    public float[]? Latents { get; set; }

    /// <summary>Share of the schedule its first run takes.</summary>
    public double Strength => Order.Init?.Strength ?? 1;

    /// <summary>The perturbations that do anything, in the order's order: at level 0 none does.</summary>
    public IReadOnlyList<Perturbation> Changes { get; }

    /// <summary>Runs that follow the first: the finished latents noised and denoised again.</summary>
    public IReadOnlyList<Perturbation> Refinements { get; }

    /// <summary>Orders of one key have the same latents after their first run, so a variation by image-to-image or by pixels costs no run of its own there.</summary>
    public string FirstRun { get; }

    private static bool ChangesFirstRun(Perturbation change) => change.Operator is not (PerturbationOperator.ImageToImage or PerturbationOperator.LabShift);

    /// <summary>No two lists of texts have one key, whatever characters are in them.</summary>
    private static string Key(IEnumerable<string> texts) => string.Concat(texts.Select(text => $"{text.Length}:{text}"));

    private static string Text(IFormattable number) => number.ToString(null, CultureInfo.InvariantCulture);
}
