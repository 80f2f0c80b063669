using Nights.Diffusion.Models;

namespace Nights.Diffusion.Pipelines;

/// <summary>What an order must keep to, said before any work is done.</summary>
internal static class OrderCheck
{
    private const int LongestPrompt = 4000;

    public static void Require(IReadOnlyList<PictureOrder> orders, PaintSettings settings, ModelFolder model)
    {
        if (orders.Count == 0)
            throw new OrderRefusedException("No picture was ordered; at least one is needed.");
        Edge("width", settings.Width, model.SizeMultiple);
        Edge("height", settings.Height, model.SizeMultiple);
        if (settings.Steps is < 1 or > PaintSettings.MostSteps)
            throw new OrderRefusedException($"{settings.Steps} steps were ordered; 1 to {PaintSettings.MostSteps} can be taken.");
        if (!double.IsFinite(settings.Guidance) || settings.Guidance is < 0 or > 100)
            throw new OrderRefusedException($"A guidance of {settings.Guidance} was ordered; 0 to 100 can be used.");
        foreach (var order in orders)
        {
            Prompt("prompt", order.Prompt);
            Prompt("negative prompt", order.NegativePrompt);
            if (order.Seed is < 0 or > uint.MaxValue)
                throw new OrderRefusedException($"The seed {order.Seed} was ordered; seeds are 0 to {uint.MaxValue}.");
        }
        if (orders.FirstOrDefault(order => string.IsNullOrWhiteSpace(order.Prompt)) is not null)
            throw new OrderRefusedException("The prompt is empty; say what is to be painted.");
    }

    private static void Edge(string name, int pixels, int multiple)
    {
        if (pixels < multiple || pixels > PaintSettings.LargestEdge || pixels % multiple != 0)
            throw new OrderRefusedException(
                $"A {name} of {pixels} pixels was ordered; this model paints multiples of {multiple} from {multiple} to {PaintSettings.LargestEdge}.");
    }

    private static void Prompt(string name, string? text)
    {
        if (text is null || text.Length > LongestPrompt)
            throw new OrderRefusedException($"The {name} has {text?.Length ?? 0} characters; 1 to {LongestPrompt} can be read.");
        for (var i = 0; i < text.Length; i++)
            if (char.IsSurrogate(text[i]) && !(i + 1 < text.Length && char.IsSurrogatePair(text[i], text[++i])))
                throw new OrderRefusedException($"The {name} is no valid Unicode text at character {i}.");
    }
}
