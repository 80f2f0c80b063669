using Nights.Local.Simulation.Pages;
using Nights.Local.Simulation.People;

namespace Nights.Local.Simulation;

/// <summary>One participant from the link to the way home: consent, practice, pages of trials, the completion code, and the next HIT if there may be one.</summary>
internal sealed class SimulatedParticipant(string name, Mind mind, Surroundings around)
{
    private const int MostStalePages = 20;

    private string session = "";
    private int answered;
    private int endurance;
    private bool hasStrayed;

    public async Task<Departure> Run(CancellationToken cancel)
    {
        try
        {
            while (true)
            {
                if (await Enter(cancel) is { } turnedAway) return turnedAway;
                var departure = await Work(cancel);
                if (departure == Departure.Vanished) return departure;
                await GoHome(departure, cancel);
                if (departure != Departure.Done) return departure;
            }
        }
        catch (HitRefusedException refused) when (refused.Code is "campaign-closed")
        {
            return Departure.Closed;
        }
        catch (Exception failed) when (failed is HitRefusedException or HttpRequestException or InvalidDataException)
        {
            around.Tally.Error($"{name}: {failed.Message}");
            return Departure.Failed;
        }
    }

    /// <summary>Opens the link and agrees to the terms.</summary>
    /// <returns>Null to go on; else why there is nothing to go on with.</returns>
    private async Task<Departure?> Enter(CancellationToken cancel)
    {
        var opened = await around.Client.Open(name, cancel);
        session = opened.Session;
        endurance = answered + mind.Endurance(opened.Campaign.TrialsPerHit);
        hasStrayed = false;
        if (opened.State == "new") await around.Client.Consent(session, opened.Campaign.ConsentVersion, cancel);
        return opened.State switch
        {
            "finished" => Departure.Done,
            "excluded" => Departure.Excluded,
            "closed" => Departure.Closed,
            _ => null,
        };
    }

    private async Task<Departure> Work(CancellationToken cancel)
    {
        var (waited, stale) = (TimeSpan.Zero, 0);
        while (true)
        {
            var page = await around.Client.Page(session, cancel);
            if (page.Page is not null)
            {
                waited = TimeSpan.Zero;
                var departure = await WorkPage(page, cancel);
                if (departure is Departure.NothingLeft && ++stale > MostStalePages) throw new InvalidDataException($"{stale} pages were taken away while they were answered.");
                if (departure is not (null or Departure.NothingLeft)) return departure.Value;
                continue;
            }

            switch (page.Reason)
            {
                case "finished": return Departure.Done;
                case "capped": return Departure.NothingLeft;
                case "excluded": return Departure.Excluded;
                case "nothing-now":
                    if (waited >= around.Options.NothingPatience || await around.Done(cancel)) return Departure.NothingLeft;
                    var pause = TimeSpan.FromSeconds(page.RetryAfterSeconds ?? 1);
                    if (pause > around.Options.NothingPause) pause = around.Options.NothingPause;
                    await Task.Delay(pause, around.Clock, cancel);
                    waited += pause;
                    break;
                default: throw new InvalidDataException($"There is no page, for a reason nobody knows: {page.Reason}.");
            }
        }
    }

    /// <returns>Null when the page is done, NothingLeft when it is not ours any more, else why to stop.</returns>
    private async Task<Departure?> WorkPage(PageReply page, CancellationToken cancel)
    {
        foreach (var trial in page.Trials ?? [])
        {
            if (trial.Submitted == true) continue;
            if (!page.Practice && answered >= endurance && !hasStrayed && mind.Kind is not ParticipantKind.Good)
            {
                hasStrayed = true;
                switch (mind.Kind)
                {
                    case ParticipantKind.Quitter: return Departure.Left;
                    case ParticipantKind.Ghost: return Departure.Vanished;
                    case ParticipantKind.Reload:
                        await around.Client.Open(name, cancel);
                        return null;
                    case ParticipantKind.Late when page.ExpiresAt is { } end && end - around.Clock.GetUtcNow() is { Ticks: > 0 } left:
                        await Task.Delay(left + TimeSpan.FromSeconds(1), around.Clock, cancel);
                        break;
                }
            }

            try
            {
                await Answer(trial, page.Practice, cancel);
            }
            catch (HitRefusedException refused) when (refused.Code is "session-closed")
            {
                return (await around.Client.Open(name, cancel)).State == "excluded" ? Departure.Excluded : Departure.Closed;
            }
            catch (HitRefusedException refused) when (refused.Code is "lease-not-yours")
            {
                return Departure.NothingLeft;
            }

            if (!page.Practice) answered++;
        }

        return null;
    }

    private async Task Answer(TrialReply trial, bool practice, CancellationToken cancel)
    {
        var pictures = await Task.WhenAll(
            around.Client.Picture(trial.Images.Reference, cancel), around.Client.Picture(trial.Images.Left, cancel), around.Client.Picture(trial.Images.Right, cancel));
        var shownAt = around.Clock.GetUtcNow();
        var (judgement, answer, submission) = trial.Sequence is { } sequence ? Judged(trial, sequence, pictures, shownAt) : Chosen(trial, pictures, shownAt);
        if (around.Options.Pace > 0) await Task.Delay(TimeSpan.FromMilliseconds((judgement.ResponseMs + (trial.Sequence?.Sum(step => step.Ms) ?? 0)) * around.Options.Pace), around.Clock, cancel);
        if (around.Metronome is { } metronome) await metronome.Turn(cancel);

        around.Tally.Sent();
        Func<Task<AnswerReply>> send = () => trial.Sequence is null ? around.Client.Answer(session, answer, cancel) : around.Client.Judge(session, answer, cancel);
        var reply = mind.Kind == ParticipantKind.Duplicate ? await SendThrice(send) : await send();
        if (reply.Stored) around.Tally.Acknowledged(mind.Kind, submission, practice, reply.Feedback == "right");
        else around.Tally.Error($"{name}: submission {submission} was answered with success, but not stored.");
    }

    /// <summary>A choice of 2AFC.</summary>
    private (Judgement, object, Guid) Chosen(TrialReply trial, byte[][] pictures, DateTimeOffset shownAt)
    {
        var judgement = trial.Instruction is { } side
            ? mind.Obey(side == "left", answered)
            : mind.Judge(around.Oracle.Look(pictures[0]), around.Oracle.Look(pictures[1]), around.Oracle.Look(pictures[2]), answered);
        var submission = Guid.CreateVersion7(shownAt);
        return (judgement, new
        {
            submission,
            trial = trial.Trial,
            choice = judgement.Left ? "left" : "right",
            responseMs = judgement.ResponseMs,
            timing = new { shownAt, decodeMs = 0, hiddenCount = 0, viewport = new[] { 1280, 720 }, pixelRatio = 1 },
        }, submission);
    }

    /// <summary>Answers about flashed pairs, from a screen of 60 frames a second that kept its plan.</summary>
    private (Judgement, object, Guid) Judged(TrialReply trial, IReadOnlyList<StepReply> sequence, byte[][] pictures, DateTimeOffset shownAt)
    {
        var seen = pictures.Select(picture => around.Oracle.Look(picture)).ToArray();
        var glances = Enumerable.Range(1, trial.Questions).Select(pair => mind.Glance(seen[0], seen[pair], pair, answered)).ToArray();
        var submission = Guid.CreateVersion7(shownAt);
        return (new Judgement(glances[0].Same, glances.Sum(glance => glance.ResponseMs)), new
        {
            submission,
            trial = trial.Trial,
            answers = glances.Select(glance => glance.Same ? "same" : "different"),
            responseMs = glances.Select(glance => glance.ResponseMs),
            timing = new
            {
                shownAt,
                refreshHz = 60,
                shown = sequence.Select(step => new { step.Stimulus, plannedMs = step.Ms, measuredMs = Math.Round(step.Ms * 0.06) / 0.06, droppedFrames = 0 }),
                decoded = true,
                decodeMs = 0,
                hiddenCount = 0,
                blurCount = 0,
                visibility = "visible",
                viewport = new[] { 1280, 720 },
                pixelRatio = 1,
                retries = Array.Empty<object>(),
            },
        }, submission);
    }

    private async Task<AnswerReply> SendThrice(Func<Task<AnswerReply>> send)
    {
        var racing = await Task.WhenAll(send(), send());
        var late = await send();
        if (racing[0] != racing[1] || racing[0] != late) around.Tally.Error($"{name}: one answer sent three times was answered as {racing[0]}, {racing[1]} and {late}.");
        return late;
    }

    /// <summary>Asks for the completion code, or says goodbye.</summary>
    private async Task GoHome(Departure departure, CancellationToken cancel)
    {
        try
        {
            if (departure == Departure.Vanished) return;
            if (departure == Departure.Left) around.Tally.Paid((await around.Client.Leave(session, cancel)).PayMinor);
            else if ((await around.Client.Finish(session, cancel)) is { Answered: > 0 } finish) around.Tally.Finished(finish.PayMinor);
        }
        catch (HitRefusedException refused) when (refused.Code is "answers-missing" or "session-closed" && departure != Departure.Done)
        {
            around.Tally.Paid((await around.Client.Leave(session, cancel)).PayMinor);
        }
    }
}
