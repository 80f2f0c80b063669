using static TorchSharp.torch;

namespace Nights.DreamSim.Backbones;

/// <summary>Fits a position table, made for one grid of patches, to pictures of another size.</summary>
/// <remarks>
/// As facebookresearch/dino does: bicubic, without aligned corners, by a scale of (n + 0.1) / side, which keeps the rounding on the right side.
/// </remarks>
internal static class PositionTable
{
    /// <param name="table">(1, 1 + side², width): class token, then a square grid row by row.</param>
    /// <param name="height">Of the pictures, in pixels.</param>
    /// <param name="width">Of the pictures, in pixels.</param>
    /// <param name="options">Patch and step of the backbone.</param>
    /// <returns>(1, 1 + rows · columns, width).</returns>
    public static Tensor For(Tensor table, long height, long width, BackboneOptions options)
    {
        if (height < options.Patch || width < options.Patch)
            throw new ArgumentException($"Pictures are {width}x{height} pixels; at least {options.Patch}x{options.Patch} are required.");

        var (rows, columns) = options.Grid(height, width);
        var side = (long)Math.Sqrt(table.shape[1] - 1);
        if (rows == side && columns == side) return table.alias();

        using var scope = NewDisposeScope();
        var channels = table.shape[2];
        var grid = table.narrow(1, 1, side * side).view(1, side, side, channels).permute(0, 3, 1, 2);
        var scaled = nn.functional.interpolate(
            grid, scale_factor: [(rows + 0.1) / side, (columns + 0.1) / side], mode: InterpolationMode.Bicubic, align_corners: false, recompute_scale_factor: false);
        var patches = scaled.permute(0, 2, 3, 1).reshape(1, rows * columns, channels);
        return cat([table.narrow(1, 0, 1), patches], 1).MoveToOuterDisposeScope();
    }
}
