namespace Nights.Generator.Remote.Requests;

/// <summary>Written before a request goes out. Without an <see cref="OutcomeEntry"/> beside it, the request's fate is unknown.</summary>
internal sealed record SentEntry
{
    /// <summary>The Idempotency-Key.</summary>
    public required string Key { get; init; }

    /// <summary>What picture each answer is for, in the order of the answer.</summary>
    public required IReadOnlyList<Slot> Slots { get; init; }

    /// <summary>Price of one picture in minor units when the request was sent.</summary>
    public required decimal PriceMinor { get; init; }

    /// <summary>Whether the service charges the key once, however often it is sent.</summary>
    public required bool ChargedOncePerKey { get; init; }

    /// <summary>Host of the service.</summary>
    public required string Service { get; init; }

    public required string Model { get; init; }

    /// <summary>Size asked for, e.g. 1024x1024.</summary>
    public required string Size { get; init; }

    public required string Quality { get; init; }

    public required string Style { get; init; }

    public required string Generator { get; init; }

    public required DateTimeOffset At { get; init; }
}

/// <summary>Written when a request's end is known, or known to be unknowable.</summary>
internal sealed record OutcomeEntry
{
    public required Fate Fate { get; init; }

    /// <summary>Whether the request's pictures are paid, or may be.</summary>
    public required bool Paid { get; init; }

    /// <summary>What happened, for the operator; empty for pictures.</summary>
    public required string Words { get; init; }

    /// <summary>HTTP status, or null when there was none.</summary>
    public int? Status { get; init; }

    /// <summary>The service's name for the request (x-request-id).</summary>
    public string? RequestId { get; init; }

    /// <summary>When the service says the pictures were made, in seconds since 1970.</summary>
    public long? Created { get; init; }

    /// <summary>One for each slot that was answered.</summary>
    public IReadOnlyList<ReceivedPicture> Pictures { get; init; } = [];

    public required DateTimeOffset At { get; init; }
}

/// <summary>Written when pictures that were answered as addresses have been fetched from there.</summary>
internal sealed record FetchedEntry(IReadOnlyList<ReceivedPicture> Pictures);

/// <summary>One picture of an answer: kept under its hash, still at an address, or of no use. Exactly one of the three is set.</summary>
internal sealed record ReceivedPicture
{
    /// <summary>SHA-256 of our PNG of it, at the ordered size.</summary>
    public string? Sha256 { get; init; }

    /// <summary>Where it is to be fetched.</summary>
    public string? Url { get; init; }

    /// <summary>Why it cannot be used.</summary>
    public string? Problem { get; init; }

    /// <summary>The service kept it back, as moderation does in an answer of several.</summary>
    public bool Withheld { get; init; }

    /// <summary>Pixels as received, e.g. 1024x1024.</summary>
    public string? ReceivedSize { get; init; }

    /// <summary>The prompt the service painted in place of the one it was given.</summary>
    public string? RevisedPrompt { get; init; }
}

/// <summary>The three pictures that are the painting for good: whoever comes later takes these.</summary>
internal sealed record FinishedEntry(IReadOnlyList<FinishedHashes> Pictures, IReadOnlyDictionary<string, int> Screened);

/// <summary>The files of a finished picture, by SHA-256.</summary>
internal sealed record FinishedHashes(string Picture, string Display, string Manifest);
