namespace Nights.Local.Demo;

/// <summary>What a demonstration is asked for.</summary>
internal sealed record DemoOptions
{
    /// <summary>Triplets to paint; three of them share the pictures of one painting.</summary>
    public required int Triplets { get; init; }

    /// <summary>Simulated participants at work at a time; when one has taken the HIT, another comes.</summary>
    public required int Participants { get; init; }

    /// <summary>Decides every picture and every person.</summary>
    public required long Seed { get; init; }

    /// <summary>Data folder, absolute.</summary>
    public required string Folder { get; init; }
}
