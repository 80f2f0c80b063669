using System.ComponentModel.DataAnnotations;

namespace Nights.Channels.Prolific;

/// <summary>Section "Channels:Prolific". Without a token the channel is not there.</summary>
public sealed class ProlificOptions
{
    public const string Section = "Channels:Prolific";

    /// <summary>Base address of the API, ending in a slash.</summary>
    public Uri Api { get; set; } = new("https://api.prolific.com/api/v1/");

    /// <summary>Where a participant's browser goes at the end; the code is added as "cc".</summary>
    public Uri Completion { get; set; } = new("https://app.prolific.com/submissions/complete");

    /// <summary>The API token. From the environment only.</summary>
    public string? Token { get; set; }

    /// <summary>Secret of the workspace's hooks, or null when hooks are not used. From the environment only.</summary>
    public string? HookSecret { get; set; }

    /// <summary>Project in which studies are made, or null for the account's own.</summary>
    public string? Project { get; set; }

    /// <summary>Participant group that holds blocked people; studies made here leave its members out. Null: blocks stay on our side.</summary>
    public string? BlockGroup { get; set; }

    /// <summary>How old a hook's timestamp may be, in seconds: a copy of an old call is not believed.</summary>
    [Range(10, 86_400)]
    public int HookWindowSeconds { get; set; } = 300;

    /// <summary>After how many minutes a bonus that was asked for and never appeared may be asked for again. Prolific pays them within minutes.</summary>
    [Range(1, 10_080)]
    public int BonusPatienceMinutes { get; set; } = 60;

    /// <summary>Submissions asked for at a time; Prolific gives 20 when not told.</summary>
    [Range(1, 1000)]
    public int PageSize { get; set; } = 100;

    /// <summary>How long one call may take, in seconds.</summary>
    [Range(1, 600)]
    public int CallSeconds { get; set; } = 30;
}
