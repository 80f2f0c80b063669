namespace Nights.Diffusion.Models;

/// <summary>The guidance scale as latent consistency models read it: the sinusoidal embedding of (scale - 1) · 1000 (Luo et al. 2023; diffusers 58eb52c).</summary>
internal static class GuidanceEmbedding
{
    private const double LongestPeriod = 10000;

    /// <summary>Sines in the first half, cosines in the second; frequencies fall geometrically from 1 to 1/10000. An odd last number is zero.</summary>
    public static void Write(double scale, Span<float> embedding)
    {
        var half = embedding.Length / 2;
        embedding.Clear();
        for (var i = 0; i < half; i++)
        {
            var angle = (scale - 1) * 1000 * Math.Exp(-Math.Log(LongestPeriod) * i / (half - 1));
            (embedding[i], embedding[half + i]) = ((float)Math.Sin(angle), (float)Math.Cos(angle));
        }
    }
}
