namespace Nights.BrowserTests.StandIn;

/// <summary>One participant's trials on the stand-in server, in order; pages are cut from them.</summary>
internal sealed class StandInSession
{
    private readonly StandInCampaign campaign;
    private readonly List<StandInTrial> trials;

    public StandInSession(string token, StandInCampaign campaign)
    {
        this.campaign = campaign;
        Token = token;
        State = campaign.State;
        trials = [.. Enumerable.Range(1, campaign.PracticeTrials * (campaign.PracticeTwice ? 2 : 1)).Select(n => new StandInTrial(n, practice: true)),
                  .. Enumerable.Range(1, campaign.Trials).Select(n => new StandInTrial(n, practice: false))];
    }

    public string Token { get; set; }
    public string State { get; set; }
    public object Progress => new { answered = trials.Count(t => !t.Practice && t.Stored is not null), total = campaign.Trials };
    public int Answered => trials.Count(t => !t.Practice && t.Stored is not null);
    public bool Complete => trials.All(t => t.Stored is not null);
    public IReadOnlyList<StandInTrial> Trials => trials;
    public StandInTrial? Trial(string id) => trials.Find(t => t.Id == id);
    public StandInTrial? TrialOfPicture(string picture) => trials.Find(t => t.Pictures.ContainsValue(picture));

    /// <summary>The page that is not finished yet, or none.</summary>
    public (string Id, StandInTrial[] Trials)? LivePage()
    {
        var practice = trials.Where(t => t.Practice).Chunk(Math.Max(1, campaign.PracticeTrials));
        var pages = practice.Concat(trials.Where(t => !t.Practice).Chunk(campaign.PageSize)).ToArray();
        var live = Array.FindIndex(pages, p => p.Any(t => t.Stored is null));
        return live < 0 ? null : ($"page-{live}", pages[live]);
    }
}

/// <summary>A trial with pictures behind names that say nothing, and what was stored for it.</summary>
internal sealed class StandInTrial(int number, bool practice)
{
    public string Id { get; } = Guid.CreateVersion7().ToString("N");
    public int Number => number;
    public bool Practice => practice;
    public string Right => number % 2 == 0 ? "left" : "right";

    /// <summary>Opaque name by place: reference, left, right.</summary>
    public Dictionary<string, string> Pictures { get; private set; } = Names();

    /// <summary>Gives the pictures new names; the old ones are gone, as after their expiry.</summary>
    public void Rename() => Pictures = Names();

    /// <summary>The one answer or report that counts; the first wins.</summary>
    public StandInAnswer? Stored { get; set; }

    public object ToMessage(StandInFlash? flashed) => (Stored, flashed) switch
    {
        (null, null) => new { trial = Id, number = Number, images = Images },
        (_, null) => new { trial = Id, number = Number, images = Images, submitted = true },
        (_, { } shown) => new { trial = Id, number = Number, images = Images, sequence = shown.Sequence, questions = shown.Questions, submitted = Stored is null ? (bool?)null : true },
    };

    private static Dictionary<string, string> Names() => new[] { "reference", "left", "right" }.ToDictionary(place => place, _ => Guid.NewGuid().ToString("N"));

    private object Images => new { reference = $"/i/{Pictures["reference"]}", left = $"/i/{Pictures["left"]}", right = $"/i/{Pictures["right"]}" };
}

/// <summary>What the server kept: a choice ("left", "right") or "problem:kind".</summary>
internal sealed record StandInAnswer(Guid Submission, string Choice, int ResponseMs);
