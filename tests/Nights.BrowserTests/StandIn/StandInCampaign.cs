namespace Nights.BrowserTests.StandIn;

/// <summary>What the stand-in server offers; a test changes only what its claim is about.</summary>
internal sealed record StandInCampaign
{
    /// <summary>Trials that count, over all pages.</summary>
    public int Trials { get; init; } = 6;

    /// <summary>Warm-up trials on the first page; 0 leaves the warm-up out.</summary>
    public int PracticeTrials { get; init; } = 2;

    /// <summary>Trials on one page.</summary>
    public int PageSize { get; init; } = 3;

    public string Locale { get; init; } = "en-GB";
    public string Direction { get; init; } = "ltr";
    public string Title { get; init; } = "Which pictures look alike?";
    public string Question { get; init; } = "Which of the two below is more similar?";

    /// <summary>The state every new session starts in, e.g. "new" or "closed".</summary>
    public string State { get; init; } = "new";

    /// <summary>While set, no page is given and this is the reason, e.g. "nothing-now".</summary>
    public string? NoPageReason { get; set; }

    /// <summary>How work is handed in, as the server says it: an object with kind, code, url, fields. Null for a bare code.</summary>
    public object? Completion { get; init; }

    /// <summary>HITs that one participant may take.</summary>
    public int Hits { get; init; } = 1;

    /// <summary>Code of the refusal with which everybody is turned away at the door; null for none.</summary>
    public string? Turned { get; init; }

    /// <summary>Who may show the page in a frame.</summary>
    public string? FrameOrigin { get; init; }

    /// <summary>Where else a form may be sent.</summary>
    public string? FormOrigin { get; init; }

    /// <summary>Practice is gone through twice.</summary>
    public bool PracticeTwice { get; init; }

    /// <summary>What is flashed, in a campaign of pairs; null in 2AFC.</summary>
    public StandInFlash? Flashed { get; init; }

    /// <summary>Number of the trial whose left picture does not exist; 0 for none.</summary>
    public int BrokenTrial { get; init; }
}
