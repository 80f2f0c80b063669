using System.ComponentModel.DataAnnotations;

namespace Nights.Channels.MechanicalTurk;

/// <summary>
/// Section "Channels:MechanicalTurk": an endpoint that speaks the requester protocol of Amazon Mechanical Turk, version 2017-01-17. Amazon's own
/// closed for good on 30 September 2026, so there is no default address.
/// </summary>
public sealed class TurkOptions
{
    public const string Section = "Channels:MechanicalTurk";

    /// <summary>Address of the requester API of a compatible service.</summary>
    public Uri? Endpoint { get; set; }

    public string? AccessKey { get; set; }

    /// <summary>From the environment only.</summary>
    public string? SecretKey { get; set; }

    /// <summary>Region in the signature.</summary>
    [Required]
    public string Region { get; set; } = "us-east-1";

    /// <summary>Assignments of one HIT. Fewer than 10 avoid the fee that Mechanical Turk added from 10 on; one made with fewer can never be raised to 10.</summary>
    [Range(1, 9)]
    public int AssignmentsPerHit { get; set; } = 9;

    /// <summary>After how many days the service pays what nobody decided.</summary>
    [Range(1, 30)]
    public int AutoApproveDays { get; set; } = 7;

    /// <summary>Pixels of the frame; 0 fits the browser.</summary>
    [Range(0, 10_000)]
    public int FrameHeight { get; set; }

    /// <summary>How long one call may take, in seconds.</summary>
    [Range(1, 600)]
    public int CallSeconds { get; set; } = 30;
}
