using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Nights.Crowd.Answers;
using Nights.Crowd.Sessions;
using Nights.Crowd.Web;
using Nights.Domain.Jnd;

namespace Nights.Crowd.Jnd;

/// <summary>POST /api/hit/judgements: the answers to one flashed trial, stored the moment they come. Sent again they get the same reply.</summary>
internal static class CastJudgement
{
    private const int LongestResponseMs = 3_600_000;
    private const int MostRetries = 100;

    /// <param name="Stimulus">As in the sequence.</param>
    /// <param name="MeasuredMs">By frames, from first shown to first gone.</param>
    public sealed record Displayed(string Stimulus, int PlannedMs, double MeasuredMs, int DroppedFrames);

    /// <summary>A showing that was thrown away.</summary>
    public sealed record Retry(string Reason, double FramesOff);

    public sealed record Timing(
        DateTimeOffset ShownAt, double RefreshHz, Displayed[] Shown, bool Decoded, double DecodeMs, int HiddenCount, int BlurCount, string Visibility, int[] Viewport,
        double PixelRatio, Retry[] Retries);

    /// <param name="Answers">"same" | "different", in the order of presentation.</param>
    /// <param name="ResponseMs">From each question to its answer.</param>
    public sealed record Body(Guid Submission, Guid Trial, string[] Answers, int[] ResponseMs, Timing Timing);

    public static void Map(RouteGroupBuilder api) => api.MapPost("/judgements", Handle);

    private static async Task<IResult> Handle(Body body, HitCaller caller, StoreJudgement store, CancellationToken cancel)
    {
        if (Fault(body) is { } fault) return fault;
        var questions = caller.Campaign.JudgesSinglePairs ? 1 : 2;
        if (body.Answers.Length != questions) return Refusal.Of(400, "answers", $"A trial of this study has {questions} answers; there are {body.Answers.Length}.");
        var given = new GivenJudgement(
            body.Submission, body.Trial, [.. body.Answers.Select(answer => answer is "same")], body.ResponseMs, Record(body.Timing), body.Timing.Retries.Length,
            JsonSerializer.Serialize(body.Timing, JsonSerializerOptions.Web));
        return CastAnswer.Of(await store.Run(caller, given, cancel));
    }

    private static ProblemHttpResult? Fault(Body body) => body switch
    {
        { Answers: not { Length: 1 or 2 } } or { ResponseMs: null } => Refusal.Of(400, "answers", "A trial has one answer or two, each with its response time."),
        _ when body.Answers.Length != body.ResponseMs.Length => Refusal.Of(400, "answers", $"There are {body.Answers.Length} answers and {body.ResponseMs.Length} response times; each answer has one."),
        _ when !body.Answers.All(answer => answer is "same" or "different") => Refusal.Of(400, "answer-unknown", "An answer is \"same\" or \"different\"."),
        _ when body.ResponseMs.Any(ms => ms is < 0 or > LongestResponseMs) => Refusal.Of(400, "response-time", $"responseMs are 0 to {LongestResponseMs}."),
        { Timing: not { Viewport.Length: 2, Shown.Length: > 0 and <= 20, Retries.Length: <= MostRetries } } =>
            Refusal.Of(400, "timing", "timing holds viewport (width and height), shown (1 to 20 steps) and retries."),
        _ => null,
    };

    private static DisplayRecord Record(Timing timing) => new(
        new FrameClock(timing.RefreshHz), [.. timing.Shown.Select(step => new ShownStimulus(Kind(step.Stimulus), step.PlannedMs, step.MeasuredMs, Math.Max(0, step.DroppedFrames)))],
        timing.HiddenCount, timing.Decoded);

    /// <summary>A word that is none stands for something that was not ordered.</summary>
    private static StimulusKind Kind(string word) => Enum.GetValues<StimulusKind>().Cast<StimulusKind?>().FirstOrDefault(kind => JudgedPage.Word(kind!.Value) == word) ?? (StimulusKind)(-1);
}
