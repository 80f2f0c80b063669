using System.Text.Json;

namespace Nights.IntegrationTests.Crowd;

/// <summary>Everything that crossed the wire for one trial, and what only the server knows of it.</summary>
internal sealed record SeenTrial
{
    public required JsonElement Shown { get; init; }
    public required JsonElement Page { get; init; }
    public required IReadOnlyList<SeenPicture> Pictures { get; init; }

    /// <summary>The answer's reply: its length, its headers, and how long it took.</summary>
    public required int ReplyLength { get; init; }
    public required int ReplyHeaders { get; init; }
    public required double ReplyMs { get; init; }

    public required bool IsGold { get; init; }
    public required bool AOnLeft { get; init; }

    /// <summary>A clock of a browser behind a network is no finer than this.</summary>
    private const double CoarseMs = 10;

    /// <summary>What a scraper could compute of a trial as a whole.</summary>
    public double[] Features() =>
    [
        Shown.GetRawText().Length, Shown.EnumerateObject().Count(), Shown.GetProperty("number").GetInt32() % 10, Place, Version(Shown.GetProperty("trial").GetGuid()),
        Page.GetRawText().Length, ReplyLength, ReplyHeaders, Math.Round(ReplyMs / CoarseMs),
        .. Pictures.SelectMany(picture => picture.Features()), .. Against(Pictures[0], Pictures[1]), .. Against(Pictures[0], Pictures[2]), .. Against(Pictures[1], Pictures[2]),
    ];

    /// <summary>What a scraper could compute of the two sides, the one against the other.</summary>
    public double[] SideFeatures() => [.. Pictures.SelectMany(picture => picture.Features()), .. Against(Pictures[1], Pictures[2]), .. Against(Pictures[0], Pictures[1])];

    private int Place => Page.GetProperty("trials").EnumerateArray().Select(trial => trial.GetProperty("trial").GetGuid()).ToList().IndexOf(Shown.GetProperty("trial").GetGuid());

    /// <summary>Ids that count up would tell which row was made first.</summary>
    private static double Version(Guid id) => id.Version * 256 + id.ToByteArray()[15];

    private static double[] Against(SeenPicture one, SeenPicture other) =>
        [one.Length - other.Length, Math.Abs(one.Length - other.Length), one.Bytes.AsSpan().SequenceEqual(other.Bytes) ? 1 : 0, one.Headers - other.Headers];
}

/// <summary>A picture as it came: address, headers, bytes.</summary>
internal sealed record SeenPicture(string Address, int Headers, string Type, byte[] Bytes)
{
    public int Length => Bytes.Length;

    /// <summary>Length and build of the file; the pixels themselves are left to people.</summary>
    public double[] Features() =>
        [Length, Address.Length, Headers, Type.Length, Chunks().Count, Chunks().Sum(chunk => chunk.Sum(letter => letter)), Bytes.Take(33).Sum(value => value)];

    private List<string> Chunks()
    {
        var chunks = new List<string>();
        for (var at = 8; at + 8 <= Bytes.Length;)
        {
            chunks.Add(System.Text.Encoding.ASCII.GetString(Bytes, at + 4, 4));
            at += 12 + System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(Bytes.AsSpan(at));
        }

        return chunks;
    }
}
