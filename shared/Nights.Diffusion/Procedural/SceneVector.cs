namespace Nights.Diffusion.Procedural;

/// <summary>
/// What one token says about a scene: the layout of the demo model's text encodings. The denoiser sums them over a prompt. All numbers are
/// multiples of 1/1024, so those sums are exact in float32 in any order. Whatever is a hard choice is made in the text encoder and stated in numbers
/// that can be mixed, so that a blend of two encodings is a scene between two scenes.
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

    /// <summary>Key, then weights of the <see cref="Patterns"/>.</summary>
    public const int Texture = 14;

    /// <summary>Key, then a factor on the pattern's frequency.</summary>
    public const int Grain = Texture + 1 + Patterns;

    /// <summary>Key, then right and down, in half pictures.</summary>
    public const int Place = Grain + 2;

    /// <summary>Key, then a factor.</summary>
    public const int Size = Place + 3;

    /// <summary>Key, then an angle in radians.</summary>
    public const int Pose = Size + 2;

    /// <summary>Phases that make the thing's identity: their sum over the tokens, modulo one, is as good as random and the same every time.</summary>
    public const int Identity = Pose + 2;

    public const int Phases = 20;

    /// <summary>Weights of the thing's own pattern, which follow from its identity: 1 for one of them. Tokens leave them empty.</summary>
    public const int OwnPattern = Identity + Phases;

    public const int Width = OwnPattern + Patterns;

    /// <summary>Stripes, rings, dots, a second colour in the core, two halves.</summary>
    public const int Patterns = 5;

    /// <summary>The phase that says whether the leading harmonic of the outline bulges at the top or at the bottom: 0 or 1 once it is decided.</summary>
    public const int Bulge = 16;

    /// <summary>The phase that chooses the pattern.</summary>
    public const int PatternChoice = 18;

    /// <summary>The nearest number that can be summed exactly.</summary>
    public static float Exact(double value) => (float)(Math.Round(value * 1024) / 1024);
}
