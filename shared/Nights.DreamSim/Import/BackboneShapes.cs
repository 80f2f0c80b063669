using Nights.DreamSim.Backbones;
using Nights.DreamSim.Checkpoints;

namespace Nights.DreamSim.Import;

/// <summary>What the shapes of a transformer's weights tell of it.</summary>
internal static class BackboneShapes
{
    /// <param name="file">For error messages.</param>
    /// <param name="patches">Shape of the convolution that cuts patches: (width, 3, patch, patch).</param>
    /// <param name="positions">Places in the position table, class token included.</param>
    /// <param name="depth">Blocks.</param>
    /// <param name="projection">Channels after a projection; 0 without one.</param>
    /// <param name="family">The family.</param>
    /// <param name="options">What the weights do not say.</param>
    /// <exception cref="InvalidDataException">No transformer of this kind.</exception>
    public static BackboneOptions Of(WeightsFile file, long[] patches, long positions, int depth, int projection, BackboneFamily family, ImportOptions options)
    {
        if (patches is not [var width, 3, var patch, var other] || patch != other)
            throw new InvalidDataException($"{file.Path} cuts patches with weights of shape [{string.Join(", ", patches)}]; (width, 3, patch, patch) is required.");
        var side = (long)Math.Round(Math.Sqrt(positions - 1));
        if (side < 1 || side * side != positions - 1)
            throw new InvalidDataException($"{file.Path} has {positions} positions; a class token and a square grid are required, so registers and other grids cannot be read.");
        return new BackboneOptions
        {
            Family = family,
            Patch = checked((int)patch),
            Stride = options.Stride ?? 0,
            Width = checked((int)width),
            Depth = depth,
            Heads = options.Heads ?? Heads(file, width),
            Projection = projection,
            Feature = options.Feature ?? (projection > 0 ? Feature.Embedding : Feature.Cls),
            ImageSize = checked((int)(side * patch)),
        };
    }

    /// <summary>Number of blocks: how often a name with a counter in it is found.</summary>
    public static int Depth(WeightsFile file, Func<int, string> name)
    {
        var depth = 0;
        while (file.Shapes.ContainsKey(name(depth))) depth++;
        return depth;
    }

    /// <summary>What stands before a name that a file has somewhere: of several, the teacher's before the student's, the shorter before the longer.</summary>
    public static string? Prefix(WeightsFile file, string name) => Prefixes(file, name).FirstOrDefault();

    public static IEnumerable<string> Prefixes(WeightsFile file, string name) => file.Shapes.Keys
        .Where(key => key == name || key.EndsWith('.' + name, StringComparison.Ordinal))
        .Select(key => key[..^name.Length])
        .OrderBy(prefix => prefix.StartsWith("student", StringComparison.Ordinal)).ThenBy(prefix => prefix.Length).ThenBy(prefix => prefix, StringComparer.Ordinal);

    private static int Heads(WeightsFile file, long width)
    {
        var channels = width == 1280 ? 80 : 64;
        return width % channels == 0 && width > channels
            ? checked((int)(width / channels))
            : throw new InvalidDataException($"{file.Path} has a width of {width}; weights do not tell the number of attention heads: give it (heads).");
    }
}
