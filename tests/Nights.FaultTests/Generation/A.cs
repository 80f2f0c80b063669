using Nights.Contracts;

namespace Nights.FaultTests.Generation;

/// <summary>Orders.</summary>
internal static class A
{
    private static readonly string[] Things = ["red striped otter", "teapot", "dotted star", "boat", "green owl", "tilted house"];

    /// <summary>Orders that differ in seeds and prompts.</summary>
    /// <param name="count">How many.</param>
    /// <param name="size">Edge of a picture in pixels.</param>
    /// <param name="steps">Inference steps, guided: two model calls each.</param>
    public static IReadOnlyList<PaintTriplet> Orders(int count, int size = 512, int steps = 20)
    {
        var campaign = Guid.CreateVersion7();
        return [.. Enumerable.Range(0, count).Select(number => new PaintTriplet
        {
            PaintingId = Guid.CreateVersion7(),
            CampaignId = campaign,
            Model = "procedural",
            Prompt = $"An image of a {Things[number % Things.Length]}",
            Seeds = [3 * number, 3 * number + 1, 3 * number + 2],
            Width = size,
            Height = size,
            Steps = steps,
            Guidance = 7.5,
        })];
    }
}
