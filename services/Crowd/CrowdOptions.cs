using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Nights.Crowd;

/// <summary>Section "Crowd".</summary>
internal sealed class CrowdOptions
{
    public const string Section = "Crowd";

    /// <summary>How long the address of a picture is good, in minutes; a page that needs longer asks for fresh ones.</summary>
    [Range(1, 120)]
    public int PictureMinutes { get; init; } = 15;

    /// <summary>Pictures kept in memory, in MiB.</summary>
    [Range(1, 65536)]
    public int PictureCacheMegabytes { get; init; } = 256;

    /// <summary>Calls a second that one session may keep up.</summary>
    [Range(1, 10000)]
    public int CallsPerSecond { get; init; } = 5;

    /// <summary>Calls that one session may make at once.</summary>
    [Range(1, 10000)]
    public int CallBurst { get; init; } = 30;

    /// <summary>Sessions a minute that one network (/24, or /48 of IPv6) may open.</summary>
    [Range(1, 1_000_000)]
    public int SessionsPerMinute { get; init; } = 60;

    /// <summary>
    /// Leaves callers from this machine's own loopback address without the limits above. Only for a host that no proxy on the same machine
    /// stands before: behind one, everybody comes from loopback. The local host turns it on for its demo.
    /// </summary>
    public bool TrustLoopback { get; init; }

    /// <summary>Participants who must report a triplet's pictures before it is taken out.</summary>
    [Range(1, 100)]
    public int ReportsBeforeVoid { get; init; } = 2;

    /// <summary>Answers that one transaction stores at most; more than one only when answers come while others are being stored.</summary>
    [Range(1, 1000)]
    public int AnswersTogether { get; init; } = 64;

    /// <summary>Transactions of answers at the same time.</summary>
    [Range(1, 100)]
    public int AnswersAtOnce { get; init; } = 2;

    /// <summary>Hidden gold trials made for each campaign.</summary>
    [Range(1, 1000)]
    public int GoldTrials { get; init; } = 36;

    /// <summary>How long a painting of a guided campaign waits for the model's score, in seconds; then its triplets are opened unscored.</summary>
    [Range(1, 86_400)]
    public int ScoreWithinSeconds { get; init; } = 120;

    /// <summary>What the landing page says about privacy.</summary>
    [Required]
    public string Privacy { get; init; } =
        "We keep your choices, how long they took and how your screen showed the pictures, under a pseudonym, and for 30 days a coded form of your network. No name, no tracking, no third parties. " +
        "Write to us to see what we keep, or to have it erased.";

    /// <summary>Origins that may show the page in a frame, by the channel that a link names, e.g. Crowd:FrameOrigins:portal:0 = "https://portal.example.org".</summary>
    public Dictionary<string, string[]> FrameOrigins { get; init; } = [];

    /// <summary>Sites of a service with the protocol of Mechanical Turk: they may frame the page and receive its form, e.g. "https://workers.example.org".</summary>
    public string[] TurkSites { get; init; } = [];

    /// <summary>Folder of the page's files; default: "hit" beside the program.</summary>
    public string? PageFolder { get; init; }
}

[OptionsValidator]
internal sealed partial class ValidateCrowdOptions : IValidateOptions<CrowdOptions>;
