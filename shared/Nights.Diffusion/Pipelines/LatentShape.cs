namespace Nights.Diffusion.Pipelines;

/// <summary>Shape of a batch of latents, row-major.</summary>
internal readonly record struct LatentShape(int Rows, int Channels, int Height, int Width)
{
    public int RowLength => Channels * Height * Width;

    public int Length => Rows * RowLength;

    /// <summary>The same with another number of rows, as graphs are told.</summary>
    public long[] WithRows(int rows) => [rows, Channels, Height, Width];
}
