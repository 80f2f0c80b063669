using System.Globalization;

namespace Nights.Generator.Remote.Pictures;

/// <summary>A size a service paints, as its protocol writes it: 1024x1024.</summary>
internal sealed record PictureSize(int Width, int Height)
{
    public const int Shortest = 16;
    public const int Longest = 4096;

    /// <summary>The sizes of a comma-separated list, or null where it is none.</summary>
    public static IReadOnlyList<PictureSize>? ReadList(string text)
    {
        var sizes = text.Split(',', StringSplitOptions.TrimEntries).Select(Read).ToArray();
        return sizes.Contains(null) ? null : [.. sizes.OfType<PictureSize>()];
    }

    /// <summary>The smallest of the sizes that covers width and height, or null; of two as small, the one nearer in shape.</summary>
    public static PictureSize? Covering(IEnumerable<PictureSize> sizes, int width, int height) => sizes
        .Where(size => size.Covers(width, height))
        .OrderBy(size => (long)size.Width * size.Height)
        .ThenBy(size => Math.Abs(Math.Log((double)size.Width * height / ((double)size.Height * width))))
        .FirstOrDefault();

    public bool Covers(int width, int height) => Width >= width && Height >= height;

    public override string ToString() => $"{Width}x{Height}";

    private static PictureSize? Read(string text)
    {
        var edges = text.Split('x');
        return edges.Length == 2 && Edge(edges[0]) is { } width && Edge(edges[1]) is { } height ? new PictureSize(width, height) : null;
    }

    private static int? Edge(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var edge) && edge is >= Shortest and <= Longest ? edge : null;
}
