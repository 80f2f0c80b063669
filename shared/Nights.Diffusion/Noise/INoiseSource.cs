namespace Nights.Diffusion.Noise;

/// <summary>A stream of standard normal numbers. Every picture has its own, so it never depends on what is painted beside it.</summary>
public interface INoiseSource
{
    /// <summary>Fills with the next independent N(0, 1) numbers. How much is asked for at once is part of the stream.</summary>
    void Fill(Span<float> values);
}
