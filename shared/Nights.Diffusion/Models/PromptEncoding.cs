using Nights.Diffusion.Variations;

namespace Nights.Diffusion.Models;

/// <summary>A prompt as the denoiser is given it.</summary>
/// <param name="Hidden">tokens × width.</param>
/// <param name="Pooled">One vector for the whole prompt in the XL family, else empty.</param>
/// <param name="CutWords">Words at the end of the prompt that did not fit the encoder's tokens and were not read.</param>
internal sealed record PromptEncoding(float[] Hidden, float[] Pooled, IReadOnlyList<string> CutWords)
{
    /// <summary>The encoding that stands for no prompt at all in the XL family.</summary>
    public PromptEncoding Zeros => new(new float[Hidden.Length], new float[Pooled.Length], []);

    /// <summary>The encoding moved towards another one: (1 - level) of this and level of the other, number by number.</summary>
    public PromptEncoding BlendedWith(PromptEncoding other, double level)
    {
        var blended = new PromptEncoding(new float[Hidden.Length], new float[Pooled.Length], CutWords);
        PromptBlend.Mix(Hidden, other.Hidden, level, blended.Hidden);
        PromptBlend.Mix(Pooled, other.Pooled, level, blended.Pooled);
        return blended;
    }
}
