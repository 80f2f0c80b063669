namespace Nights.Diffusion.Procedural;

/// <summary>
/// What one token says about a scene: the layout of the demo model's text encodings. The denoiser sums them over a prompt. All numbers are
/// multiples of 1/1024, so those sums are exact in float32 in any order.
/// </summary>
internal static class SceneVector
{
    /// <summary>1 where the token says anything at all.</summary>
    public const int Content = 0;

    /// <summary>Key, then hue, saturation, value of the object, in [0, 1].</summary>
    public const int Colour = 1;

    /// <summary>Key, then hue, saturation, value of the background.</summary>
    public const int Background = 5;

    /// <summary>Key, then weights of circle, square, triangle, star.</summary>
    public const int Shape = 9;

    /// <summary>Key, then the pattern's number in [0, 1] as <see cref="Patterns"/> divides it.</summary>
    public const int Texture = 14;

    /// <summary>Key, then right and down, in half pictures.</summary>
    public const int Place = 16;

    /// <summary>Key, then a factor.</summary>
    public const int Size = 19;

    /// <summary>Key, then an angle in radians.</summary>
    public const int Pose = 21;

    /// <summary>Phases that make the thing's identity: their sum over the tokens, modulo one, is as good as random and the same every time.</summary>
    public const int Identity = 23;

    public const int Phases = 20;

    public const int Width = Identity + Phases;

    /// <summary>Stripes, rings, dots, a second colour in the core, two halves.</summary>
    public const int Patterns = 5;

    /// <summary>The nearest number that can be summed exactly.</summary>
    public static float Exact(double value) => (float)(Math.Round(value * 1024) / 1024);
}
