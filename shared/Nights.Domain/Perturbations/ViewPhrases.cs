namespace Nights.Domain.Perturbations;

/// <summary>
/// What is added to a prompt to ask for another surface or another view, where the spec names no phrases of its own. To the procedural model an
/// unknown word is another thing, so it gets only those it knows.
/// </summary>
public static class ViewPhrases
{
    /// <summary>The model whose vocabulary is a short list.</summary>
    public const string Procedural = "procedural";

    private static readonly string[] KnownTextures = [", striped", ", ringed", ", dotted"];
    private static readonly string[] KnownPoses = [", tilted", ", sideways"];
    private static readonly string[] AllTextures = [.. KnownTextures, ", made of wood", ", knitted from wool", ", covered in rough stone", ", made of glass"];
    private static readonly string[] AllPoses = [.. KnownPoses, ", seen from behind", ", seen from the side", ", seen from above", ", lying down"];

    /// <summary>Each begins with what joins it to the prompt.</summary>
    public static IReadOnlyList<string> Textures(string model) => model == Procedural ? KnownTextures : AllTextures;

    /// <inheritdoc cref="Textures"/>
    public static IReadOnlyList<string> Poses(string model) => model == Procedural ? KnownPoses : AllPoses;
}
