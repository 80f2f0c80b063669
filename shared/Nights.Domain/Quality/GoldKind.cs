namespace Nights.Domain.Quality;

/// <summary>Why the answer of a gold trial is known.</summary>
public enum GoldKind
{
    /// <summary>One candidate is the reference itself, unseeably changed; the other shows something else altogether.</summary>
    Blatant = 0,

    /// <summary>One candidate is the reference itself, unseeably changed; the other is a clearly different sibling of it.</summary>
    Identical = 1,

    /// <summary>A triplet of the campaign on which enough trusted participants agreed without dissent.</summary>
    Promoted = 2,
}
