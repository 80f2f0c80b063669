namespace Nights.Domain.Jnd;

/// <summary>What is flashed in one trial.</summary>
public enum JndVariant
{
    /// <summary>
    /// Reference, A, reference, B, then two answers: both pairs of a triplet, with the other pair between them so that nobody compares side by side.
    /// Which candidate comes first is drawn. This is how NIGHTS is remembered to have done it.
    /// </summary>
    Interleaved = 0,

    /// <summary>One pair of a triplet, then one answer. Which of the two pictures comes first is drawn. Nobody judges both pairs of a triplet.</summary>
    Pair = 1,
}
