namespace Nights.Channels.Studies;

/// <summary>A study as we want it: everything a marketplace must be told, the same at every call.</summary>
public sealed record StudyOrder
{
    /// <summary>Prefix of every <see cref="Key"/>: what carries it on a marketplace is ours.</summary>
    public const string Prefix = "nights-";

    /// <summary>Our id of the study.</summary>
    public required Guid Id { get; init; }

    /// <summary>The marketplace's id, once known.</summary>
    public string? ExternalId { get; init; }

    public required string Title { get; init; }
    public required string Description { get; init; }

    /// <summary>Address of the HIT page with the study's link token; the channel adds what its marketplace fills in.</summary>
    public required Uri Page { get; init; }

    /// <summary>People wanted, at least 1.</summary>
    public required int Places { get; init; }

    /// <summary>Pay of one submission, in minor units.</summary>
    public required long RewardMinor { get; init; }

    /// <summary>Three-letter ISO 4217 code.</summary>
    public required string Currency { get; init; }

    /// <summary>Expected duration, in minutes.</summary>
    public required int Minutes { get; init; }

    /// <summary>How long the study stays open, in days.</summary>
    public required int Days { get; init; }

    /// <summary>Shown or carried back when the whole HIT is done.</summary>
    public required string CompletionCode { get; init; }

    /// <summary>The same for somebody who stopped early: their submission waits for a person.</summary>
    public required string PartialCode { get; init; }

    /// <summary>Whether phones and tablets may take part.</summary>
    public bool Touch { get; init; } = true;

    /// <summary>What the marketplace keeps beside the study, so that it can be found again without its id.</summary>
    public string Key => KeyOf(Id);

    public static string KeyOf(Guid id) => $"{Prefix}{id:N}";
}
