using Nights.Domain.Voting;

namespace Nights.Crowd.Jnd;

/// <summary>What is shown where pairs are judged one at a time.</summary>
internal static class SinglePair
{
    /// <summary>The candidate of the pair: the slot's; of a catch trial always A, whose truth is drawn when it is made.</summary>
    public static Variation Of(short? slotPair) => (Variation)(slotPair ?? 0);

    /// <summary>Whether the reference comes before the candidate: a random bit of the trial's id, so that the same trial is shown in the same order again.</summary>
    public static bool ReferenceFirst(Guid trial)
    {
        Span<byte> bytes = stackalloc byte[16];
        trial.TryWriteBytes(bytes);
        return (bytes[15] & 1) is 0;
    }
}
