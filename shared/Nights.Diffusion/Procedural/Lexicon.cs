using System.Text;

namespace Nights.Diffusion.Procedural;

/// <summary>The words the demo model understands. Any other word is a thing with an identity of its own, drawn from a hash of its spelling.</summary>
internal static class Lexicon
{
    private static readonly string[] Silent =
    [
        "a", "an", "the", "of", "image", "picture", "photo", "photograph", "painting", "drawing", "in", "on", "with", "and", "at", "by", "for", "to", "is", "down",
    ];

    /// <summary>Words that say something, with the vectors they say it in.</summary>
    private static readonly Dictionary<string, float[]> Meanings = new()
    {
        ["red"] = Colour(0.99, 0.85, 0.9),
        ["crimson"] = Colour(0.96, 0.9, 0.7),
        ["orange"] = Colour(0.08, 0.85, 0.95),
        ["golden"] = Colour(0.12, 0.75, 0.9),
        ["yellow"] = Colour(0.15, 0.85, 0.95),
        ["green"] = Colour(0.36, 0.75, 0.7),
        ["turquoise"] = Colour(0.48, 0.7, 0.85),
        ["blue"] = Colour(0.6, 0.8, 0.9),
        ["purple"] = Colour(0.77, 0.7, 0.75),
        ["violet"] = Colour(0.74, 0.6, 0.85),
        ["pink"] = Colour(0.92, 0.5, 0.97),
        ["brown"] = Colour(0.07, 0.7, 0.5),
        ["white"] = Colour(0.1, 0.04, 0.98),
        ["black"] = Colour(0.65, 0.3, 0.12),
        ["grey"] = Colour(0.6, 0.06, 0.55),
        ["night"] = Background(0.66, 0.6, 0.2),
        ["dusky"] = Background(0.78, 0.35, 0.4),
        ["sunset"] = Background(0.05, 0.6, 0.85),
        ["snowy"] = Background(0.58, 0.08, 0.96),
        ["foggy"] = Background(0.55, 0.05, 0.75),
        ["grassy"] = Background(0.3, 0.6, 0.5),
        ["sandy"] = Background(0.11, 0.4, 0.88),
        ["underwater"] = Background(0.52, 0.7, 0.6),
        ["circle"] = Form(0),
        ["square"] = Form(1),
        ["triangle"] = Form(2),
        ["star"] = Form(3),
        ["plain"] = Pattern(),
        ["striped"] = Pattern(0),
        ["banded"] = Pattern(0),
        ["ringed"] = Pattern(1),
        ["dotted"] = Pattern(2),
        ["checkered"] = Pattern(2),
        ["cored"] = Pattern(3),
        ["halved"] = Pattern(4),
        ["fine"] = Of(SceneVector.Grain, 1.5),
        ["coarse"] = Of(SceneVector.Grain, 0.6),
        ["left"] = Placed(-0.45, 0),
        ["right"] = Placed(0.45, 0),
        ["top"] = Placed(0, -0.45),
        ["bottom"] = Placed(0, 0.45),
        ["centred"] = Placed(0, 0),
        ["tiny"] = Of(SceneVector.Size, 0.45),
        ["small"] = Of(SceneVector.Size, 0.6),
        ["large"] = Of(SceneVector.Size, 1.4),
        ["huge"] = Of(SceneVector.Size, 1.7),
        ["upright"] = Posed(0),
        ["leaning"] = Posed(0.4),
        ["tilted"] = Posed(0.8),
        ["slanted"] = Posed(-0.6),
        ["sideways"] = Posed(1.57),
        ["lying"] = Posed(-1.57),
        ["inverted"] = Posed(3.14),
        ["upside"] = Posed(3.14),
    };

    /// <summary>All words that are to be tokens of their own.</summary>
    public static IEnumerable<string> Words => Silent.Concat(Meanings.Keys);

    /// <summary>True for a token after which a new word begins.</summary>
    public static bool EndsWord(string token) => token.EndsWith("</w>", StringComparison.Ordinal) || IsSpecial(token);

    /// <summary>What a token says that is a whole word: "at", but not the end of "cat".</summary>
    public static float[] VectorOfWord(string token)
    {
        var word = Spelling(token);
        return !EndsWord(token) ? VectorOfPiece(token)
            : Silent.Contains(word) ? new float[SceneVector.Width]
            : Meanings.GetValueOrDefault(word) ?? VectorOfPiece(token);
    }

    /// <summary>What a token says inside or at the end of a word: its part of a thing's name. Punctuation says nothing.</summary>
    public static float[] VectorOfPiece(string token) => IsSpecial(token) || !Spelling(token).Any(char.IsLetterOrDigit)
        ? new float[SceneVector.Width]
        : Named(new float[SceneVector.Width], token);

    private static bool IsSpecial(string token) => token.StartsWith("<|", StringComparison.Ordinal);

    private static string Spelling(string token) => token.Replace("</w>", "", StringComparison.Ordinal);

    private static float[] Colour(double hue, double saturation, double value) => Of(SceneVector.Colour, hue, saturation, value);

    private static float[] Background(double hue, double saturation, double value) => Of(SceneVector.Background, hue, saturation, value);

    private static float[] Placed(double right, double down) => Of(SceneVector.Place, right, down);

    private static float[] Posed(double angle) => Of(SceneVector.Pose, angle);

    /// <summary>A pattern by its number; none is half of each colour everywhere.</summary>
    private static float[] Pattern(int? number = null)
    {
        var weights = new double[SceneVector.Patterns];
        if (number is { } pattern)
            weights[pattern] = 1;
        return Of(SceneVector.Texture, weights);
    }

    private static float[] Form(int shape)
    {
        double[] weights = [0, 0, 0, 0];
        weights[shape] = 1;
        return Named(Of(SceneVector.Shape, weights), $"shape {shape}");
    }

    private static float[] Of(int key, params double[] values)
    {
        var vector = new float[SceneVector.Width];
        vector[SceneVector.Content] = vector[key] = 1;
        for (var i = 0; i < values.Length; i++)
            vector[key + 1 + i] = SceneVector.Exact(values[i]);
        return vector;
    }

    private static float[] Named(float[] vector, string name)
    {
        var state = 14695981039346656037UL;  // FNV-1a of the name, then SplitMix64
        foreach (var value in Encoding.UTF8.GetBytes(name))
            state = (state ^ value) * 1099511628211UL;
        vector[SceneVector.Content] = 1;
        for (var phase = 0; phase < SceneVector.Phases; phase++)
        {
            state += 0x9E3779B97F4A7C15UL;
            var mixed = (state ^ (state >> 30)) * 0xBF58476D1CE4E5B9UL;
            mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBUL;
            vector[SceneVector.Identity + phase] = ((mixed ^ (mixed >> 31)) >> 54) / 1024f;
        }
        return vector;
    }
}
