using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Nights.Datasets.Writing;
using Nights.Domain.Campaigns;
using Nights.Domain.Voting;

namespace Nights.Tests.Datasets;

/// <summary>Small snapshots whose pictures are a few bytes.</summary>
internal static class A
{
    public static SnapshotContent Snapshot(int triplets = 30) => new()
    {
        Name = "small",
        Version = "1.0.0",
        Campaign = "otters@1",
        Spec = new CampaignSpec { Name = "small", Prompts = new PromptSpec { Sets = ["cifar10"] } },
        SpecSha256 = new string('a', 64),
        Mark = 1234,
        Triplets = [.. Enumerable.Range(0, triplets).Select(n => Triplet(990 + n))],
    };

    public static AcceptedTriplet Triplet(int number) => new()
    {
        Number = number,
        Painting = number / 3,
        Winner = number % 2 == 0 ? Variation.A : Variation.B,
        WinnerVotes = 6,
        Votes = 6,
        Round = 5,
        IsImageNet = number % 5 == 0,
        Prompt = $"An image of a \"{number}\", painted",
        ReferenceSha256 = Hash(number / 3, number % 3),
        ASha256 = Hash(number / 3, (number + 1) % 3),
        BSha256 = Hash(number / 3, (number + 2) % 3),
    };

    /// <summary>The bytes behind a hash made here.</summary>
    public static Task<ReadOnlyMemory<byte>> Picture(string sha256, CancellationToken cancel) => Task.FromResult<ReadOnlyMemory<byte>>(Pictures[sha256]);

    private static readonly ConcurrentDictionary<string, byte[]> Pictures = [];

    private static string Hash(int painting, int picture)
    {
        var bytes = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"picture {painting} {picture}"));
        var hash = Convert.ToHexStringLower(SHA256.HashData(bytes));
        Pictures[hash] = bytes;
        return hash;
    }
}
