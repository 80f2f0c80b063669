using Nights.Diffusion.Models;

namespace Nights.Diffusion.Pipelines;

/// <summary>Shape of a batch of latents, row-major.</summary>
internal readonly record struct LatentShape(int Rows, int Channels, int Height, int Width)
{
    public int RowLength => Channels * Height * Width;

    public int Length => Rows * RowLength;

    /// <summary>One picture of these settings.</summary>
    public static LatentShape Of(ModelFolder model, PaintSettings settings) =>
        new(1, model.Unet.Channels, settings.Height / model.VaeDecoder.Factor, settings.Width / model.VaeDecoder.Factor);

    /// <summary>The same with another number of rows, as graphs are told.</summary>
    public long[] WithRows(int rows) => [rows, Channels, Height, Width];
}
