using Nights.Contracts;
using Nights.Diffusion.Pipelines;

namespace Nights.Generator.Painting;

/// <summary>The message as the painter understands it.</summary>
internal static class TripletOrder
{
    public const int Pictures = 3;

    /// <summary>What orders must have in common to be painted together.</summary>
    public static (string Model, PaintSettings Settings) Batch(PaintTriplet order) => (order.Model, new PaintSettings
    {
        Width = order.Width,
        Height = order.Height,
        Steps = order.Steps,
        Guidance = order.Guidance,
        Scheduler = order.Scheduler,
    });

    /// <exception cref="OrderRefusedException">There are not three seeds.</exception>
    public static IReadOnlyList<PictureOrder> PictureOrders(PaintTriplet order) => order.Seeds.Count == Pictures
        ? [.. order.Seeds.Select(seed => new PictureOrder { Prompt = order.Prompt, NegativePrompt = order.NegativePrompt, Seed = seed })]
        : throw new OrderRefusedException($"{order.Seeds.Count} seeds were ordered; a triplet has {Pictures}.");
}
