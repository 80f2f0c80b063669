namespace Nights.Generator.Remote.Requests;

/// <summary>What became of a request that was sent.</summary>
internal enum Fate
{
    /// <summary>The service made pictures and said so.</summary>
    Answered,

    /// <summary>The service's moderation will not make or give them.</summary>
    Refused,

    /// <summary>The service said that it made nothing.</summary>
    Rejected,

    /// <summary>It never reached the service.</summary>
    NotSent,

    /// <summary>Whether the pictures were made, and paid, cannot be told.</summary>
    Unknown,
}
