using Nights.Local.Simulation.Pages;
using Nights.Local.Simulation.People;

namespace Nights.Local.Simulation;

/// <summary>Who comes to a campaign, and how.</summary>
internal sealed record FleetOptions
{
    /// <summary>Longer than a killed host needs to start again.</summary>
    public static readonly TimeSpan DefaultPatience = TimeSpan.FromSeconds(60);

    /// <summary>The HIT they were sent to.</summary>
    public required HitLink Link { get; init; }

    /// <summary>How many come; with <see cref="Until"/>, how many are there at a time.</summary>
    public required int Participants { get; init; }

    public ParticipantMix Mix { get; init; } = ParticipantMix.Parse("good");

    /// <summary>Same seed, same people: each answers the same pictures the same way. Another seed brings other people.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>How many work at the same time; 1 is one after another, in one order.</summary>
    public int AtOnce { get; init; } = 16;

    /// <summary>Asked now and then: while it says no, new participants keep coming. Null: only <see cref="Participants"/> come.</summary>
    public Func<CancellationToken, Task<bool>>? Until { get; init; }

    /// <summary>An end to those who keep coming.</summary>
    public int MostParticipants { get; init; } = 100_000;

    /// <summary>Answers a second of all participants together; null for as fast as they are taken.</summary>
    public double? Rate { get; init; }

    /// <summary>Multiple of the response time that each really waits before answering; 0 for none.</summary>
    public double Pace { get; init; }

    /// <summary>How long a participant asks again when nothing is to be had, before going home.</summary>
    public TimeSpan NothingPatience { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>The longest pause between two such questions, whatever the server proposes.</summary>
    public TimeSpan NothingPause { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How long a call is repeated when nobody answers.</summary>
    public TimeSpan CallPatience { get; init; } = DefaultPatience;
}
