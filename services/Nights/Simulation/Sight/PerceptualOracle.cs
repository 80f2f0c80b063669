using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using Nights.Imaging;
using Nights.Imaging.Png;

namespace Nights.Local.Simulation.Sight;

/// <summary>
/// What a careful participant would answer, from the pictures alone: no prompt, seed or label is looked at. It compares what is seen at a glance
/// (<see cref="Impression"/>) by personal weights (<see cref="Taste"/>). It is a formula that stands in for people in demonstrations and load
/// tests; it says nothing about people.
/// </summary>
internal sealed class PerceptualOracle
{
    /// <summary>Difference of disagreement at which the odds for the nearer picture are e to 1.</summary>
    private const double Doubt = 0.35;

    private readonly ConcurrentDictionary<UInt128, SeenPicture> seen = [];

    /// <summary>Pictures analysed so far.</summary>
    public int Analysed => seen.Count;

    /// <summary>Looks at a picture file; each is decoded and analysed once, however the page padded it.</summary>
    /// <exception cref="InvalidDataException">It is no picture.</exception>
    public SeenPicture Look(ReadOnlySpan<byte> file)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(PaddedPng.Unpadded(file), hash);
        var key = BinaryPrimitives.ReadUInt128BigEndian(hash);
        if (seen.TryGetValue(key, out var known)) return known;
        var picture = new SeenPicture(BinaryPrimitives.ReadInt64BigEndian(hash), Impression.Of(PixelImage.Decode(file)));
        return seen.GetOrAdd(key, picture);
    }

    /// <summary>Probability that a participant of this taste finds the first candidate more similar to the reference; 0.5 when they are equal.</summary>
    public static double ChooseFirst(Taste taste, SeenPicture reference, SeenPicture first, SeenPicture second)
    {
        var difference = taste.Disagreement(reference.Impression, second.Impression) - taste.Disagreement(reference.Impression, first.Impression);
        return 1 / (1 + Math.Exp(-difference / Doubt));
    }
}
