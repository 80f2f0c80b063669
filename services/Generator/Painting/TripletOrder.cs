using Nights.Contracts;
using Nights.Diffusion.Pipelines;
using Nights.Domain.Campaigns;
using Nights.Domain.Perturbations;

namespace Nights.Generator.Painting;

/// <summary>The message as the painter understands it.</summary>
internal static class TripletOrder
{
    /// <summary>What orders must have in common to be painted together.</summary>
    /// <exception cref="OrderRefusedException">The safety policy is not known.</exception>
    public static PaintKind Kind(PaintTriplet order) => new(order.Model, new PaintSettings
    {
        Width = order.Width,
        Height = order.Height,
        Steps = order.Steps,
        Guidance = order.Guidance,
        GuidanceRescale = order.GuidanceRescale,
        Scheduler = order.Scheduler,
        NoiseSource = order.NoiseSource,
        Safety = Named<PictureSafety>("safety", order.Safety),
    });

    /// <summary>What is changed about picture 0, for each of the three pictures.</summary>
    /// <exception cref="OrderRefusedException">The lists are not three, the first is not empty, or a name is not known.</exception>
    public static IReadOnlyList<Perturbation>[] Perturbations(PaintTriplet order)
    {
        if (order.Variations.Count == 0)
            return [[], [], []];
        if (order.Variations.Count != TripletSheet.Pictures || order.Variations[0].Count > 0)
            throw new OrderRefusedException(
                $"Variations for {order.Variations.Count} pictures were ordered, {order.Variations[0].Count} of them for picture 0; there are three lists and the first is empty.");
        return [.. order.Variations.Select(list => (IReadOnlyList<Perturbation>)[.. list.Select(Perturbation)])];
    }

    private static Perturbation Perturbation(PictureVariation variation) => new(
        Named<PerturbationDimension>("dimension", variation.Dimension),
        Named<PerturbationOperator>("operator", variation.Operator),
        variation.Level,
        variation.Seed,
        variation.Prompt);

    private static T Named<T>(string what, string name) where T : struct, Enum => Enum.TryParse<T>(name, ignoreCase: true, out var value) && Enum.IsDefined(value)
        ? value
        : throw new OrderRefusedException($"The {what} '{name}' was ordered; {string.Join(", ", Enum.GetNames<T>())} are known.");
}

/// <summary>Orders of one kind can be painted together.</summary>
internal sealed record PaintKind(string Model, PaintSettings Settings);
