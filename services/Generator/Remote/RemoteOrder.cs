using Nights.Contracts;
using Nights.Diffusion.Pipelines;
using Nights.Generator.Painting;
using Nights.Generator.Remote.Pictures;

namespace Nights.Generator.Remote;

/// <summary>Whether a service can paint an order at all, found out before anything is paid. What the protocol has no word for is refused, not dropped.</summary>
internal static class RemoteOrder
{
    /// <returns>The size to ask the service for.</returns>
    /// <exception cref="OrderRefusedException">The order wants what the service cannot do.</exception>
    public static PictureSize Check(PaintTriplet order, RemoteOptions options)
    {
        if (order.Seeds.Count != TripletSheet.Pictures)
            throw new OrderRefusedException($"{order.Seeds.Count} seeds were ordered; a triplet has {TripletSheet.Pictures}.");
        if (string.IsNullOrWhiteSpace(order.Prompt))
            throw new OrderRefusedException("The prompt is empty; a service needs one.");
        if (order.Variations.SelectMany(picture => picture).FirstOrDefault() is { } variation)
            throw new OrderRefusedException(
                $"The variation {variation.Operator} ({variation.Dimension}) was ordered from the service {options.Host}, "
                + "which lets nobody at its noise and its steps; vary pictures with a model on a generator, or order three pictures of one prompt.");
        if (order.NegativePrompt.Length > 0)
            throw Unknown("a negative prompt", "put what the picture shall not show into the prompt, or leave it out");
        if (order.Scheduler is not null)
            throw Unknown($"the scheduler {order.Scheduler}", "leave it out");
        if (order.GuidanceRescale != 0)
            throw Unknown("a guidance rescale", "set it to 0");
        if (order.Redraws is < 0 or > 20)
            throw new OrderRefusedException($"{order.Redraws} redraws were ordered; 0 to 20 are possible.");
        if (order.Width < 1 || order.Height < 1)
            throw new OrderRefusedException($"A picture of {order.Width}x{order.Height} pixels was ordered.");
        return PictureSize.Covering(PictureSize.ReadList(options.Sizes)!, order.Width, order.Height)
            ?? throw new OrderRefusedException(
                $"A picture of {order.Width}x{order.Height} pixels was ordered; {options.Model} at {options.Host} paints {options.Sizes} and is never scaled up. "
                + "Order a smaller size, or add a size the service knows to Generator:Remote:Sizes.");

        OrderRefusedException Unknown(string what, string mend) => new($"The order has {what}, for which the Images API of {options.Host} has no word; {mend}.");
    }
}
