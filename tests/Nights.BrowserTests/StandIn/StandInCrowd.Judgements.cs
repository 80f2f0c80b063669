using System.Collections.Concurrent;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Nights.BrowserTests.StandIn;

internal sealed partial class StandInCrowd
{
    /// <summary>Every judgement that was stored first, practice included.</summary>
    public ConcurrentQueue<JudgementBody> Judgements { get; } = new();

    private void MapJudgements() =>
        app.MapPost("/api/hit/judgements", (JudgementBody body, HttpContext http) => For(http, session =>
        {
            if (campaign.Flashed is not { } flashed) return Refuse(409, "task-other");
            if (body.Answers.Length != flashed.Questions || body.ResponseMs.Length != flashed.Questions || !body.Answers.All(answer => answer is "same" or "different")) return Refuse(400, "answers");
            if (body.Timing.Viewport.Length != 2 || body.Timing.Shown.Length != flashed.Sequence.Count) return Refuse(400, "timing");
            if (session.Trial(body.Trial) is { Stored: null }) Judgements.Enqueue(body);
            return Store(session, body.Trial, new StandInAnswer(body.Submission, string.Join(',', body.Answers), body.ResponseMs.Sum()));
        }));
}

/// <summary>What the stand-in asks to be flashed.</summary>
/// <param name="Sequence">As in the contract: stimulus and ms.</param>
internal sealed record StandInFlash(IReadOnlyList<StandInStep> Sequence, int Questions, string Mask = "blank", bool Phones = false)
{
    /// <summary>Reference, first, reference, second, half a second each.</summary>
    public static StandInFlash Interleaved(int gapMs = 500) => new(
        [new("fixation", 500), new("reference", 500), new("mask", gapMs), new("left", 500), new("mask", gapMs), new("reference", 500), new("mask", gapMs), new("right", 500)], 2);

    public static StandInFlash Pair(string mask) => new([new("fixation", 500), new("reference", 500), new("mask", 500), new("left", 500), new("mask", 200)], 1, mask);
}

internal sealed record StandInStep(string Stimulus, int Ms);

[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record JudgementBody(Guid Submission, string Trial, string[] Answers, int[] ResponseMs, FlashTimingBody Timing);

[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record FlashTimingBody(
    DateTimeOffset ShownAt, double RefreshHz, ShownStepBody[] Shown, bool Decoded, int DecodeMs, int HiddenCount, int BlurCount, string Visibility, int[] Viewport,
    double PixelRatio, BadShowingBody[] Retries);

[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record ShownStepBody(string Stimulus, int PlannedMs, double MeasuredMs, int DroppedFrames);

[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record BadShowingBody(string Reason, double FramesOff);
