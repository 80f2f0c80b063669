using Nights.Domain.Randomness;
using Nights.Local.Simulation.Pages;

namespace Nights.Local.Bench.Crowd;

/// <summary>Somebody who takes pages and answers without looking, one HIT after another, each time as another participant.</summary>
internal sealed class Voter(HitClient client, string name, SplitMix64 draw, TimeProvider clock)
{
    private readonly Queue<string> trials = new();
    private string session = "";
    private int hits;

    /// <summary>Trials in hand.</summary>
    public int Trials => trials.Count;

    /// <summary>Sees to it that there is a trial in hand.</summary>
    /// <exception cref="InvalidDataException">The campaign has none to give.</exception>
    public async Task Prepare(CancellationToken cancel)
    {
        while (trials.Count is 0)
        {
            if (session is "") await Enter(cancel);
            await Claim(cancel);
        }
    }

    /// <summary>Opens a session as a new participant, and agrees to the terms.</summary>
    public async Task Enter(CancellationToken cancel)
    {
        var opened = await client.Open($"{name}-{++hits}", cancel);
        session = opened.Session;
        await client.Consent(session, opened.Campaign.ConsentVersion, cancel);
    }

    /// <summary>Asks for a page.</summary>
    /// <returns>Its id, or null when the HIT is finished and another session is needed.</returns>
    public async Task<Guid?> Claim(CancellationToken cancel)
    {
        var page = await client.Page(session, cancel);
        if (page.Page is null)
        {
            if (page.Reason is not "finished") throw new InvalidDataException($"The campaign of this measurement had no page to give: {page.Reason}.");
            session = "";
            return null;
        }

        trials.Clear();
        foreach (var trial in page.Trials ?? []) if (trial.Submitted is not true) trials.Enqueue(trial.Trial);
        return Guid.Parse(page.Page);
    }

    /// <summary>Answers one of the trials in hand and waits until the answer is stored.</summary>
    public async Task Vote(CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var reply = await client.Answer(session, new
        {
            submission = Guid.CreateVersion7(now),
            trial = trials.Dequeue(),
            choice = draw.Next(2) is 0 ? "left" : "right",
            responseMs = 900 + draw.Next(1000),
            timing = new { shownAt = now, decodeMs = 4.5, hiddenCount = 0, viewport = new[] { 1280, 720 }, pixelRatio = 1 },
        }, cancel);
        if (!reply.Stored) throw new InvalidDataException("An answer was acknowledged and not stored.");
    }
}
