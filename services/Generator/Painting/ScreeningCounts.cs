using Nights.Diffusion.Pipelines;

namespace Nights.Generator.Painting;

/// <summary>Why candidates were turned away, counted by the names messages carry.</summary>
internal sealed class ScreeningCounts
{
    public const string NearDuplicate = "nearDuplicate";

    private readonly SortedDictionary<string, int> counts = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, int> ByReason => counts;

    public static string Of(PictureFault fault) => fault switch
    {
        PictureFault.LatentsNotFinite or PictureFault.PixelsNotFinite => "notFinite",
        PictureFault.Black => "black",
        PictureFault.Flat => "flat",
        PictureFault.Unsafe => "safety",
        _ => throw new ArgumentOutOfRangeException(nameof(fault), fault, "No such fault."),
    };

    public void Add(string reason) => counts[reason] = counts.GetValueOrDefault(reason) + 1;

    public override string ToString() => string.Join(", ", counts.Select(count => $"{count.Key} {count.Value}"));
}
