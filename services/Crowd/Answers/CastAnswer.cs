using System.Text.Json;
using Nights.Crowd.Sessions;
using Nights.Crowd.Web;
using Nights.Domain.Campaigns;

namespace Nights.Crowd.Answers;

/// <summary>POST /api/hit/answers: one answer to one trial, stored the moment it comes. Sent again it gets the same reply.</summary>
internal static class CastAnswer
{
    private const int LongestResponseMs = 3_600_000;

    /// <summary>What the page measured; the last two came later than the others and may be missing.</summary>
    public sealed record Timing(
        DateTimeOffset ShownAt, double DecodeMs, int HiddenCount, int[] Viewport, double PixelRatio, int? BlurredCount = null, double? LoadMs = null);

    public sealed record Body(Guid Submission, Guid Trial, string Choice, int ResponseMs, Timing Timing);

    public sealed record Reply(bool Stored, string? Feedback, Progress Progress);

    public static void Map(RouteGroupBuilder api) => api.MapPost("/answers", Handle);

    private static async Task<IResult> Handle(Body body, HitCaller caller, AnswerDesk desk, CancellationToken cancel)
    {
        if (caller.Campaign.Spec.Task is not CampaignTask.TwoAfc) return Refusal.Of(409, "task-other", "This study asks whether flashed pictures were the same; its answers go to /api/hit/judgements.");
        if (body.Choice is not ("left" or "right")) return Refusal.Of(400, "choice-unknown", "The choice is \"left\" or \"right\".");
        if (body.ResponseMs is < 0 or > LongestResponseMs)
            return Refusal.Of(400, "response-time", $"responseMs is {body.ResponseMs}; 0 to {LongestResponseMs} are possible.");
        if (body.Timing is not { Viewport.Length: 2 }) return Refusal.Of(400, "timing", "timing.viewport holds width and height.");
        var answer = new Answer(body.Submission, body.Trial, body.Choice is "left", body.ResponseMs, JsonSerializer.Serialize(body.Timing, JsonSerializerOptions.Web));
        return Of(await desk.Store(caller, answer, cancel));
    }

    /// <summary>The reply to an answer or a report.</summary>
    public static IResult Of(AnswerResult result) => result.Refused switch
    {
        null => TypedResults.Ok(new Reply(true, result.Right switch { true => "right", false => "wrong", null => null }, result.Progress!)),
        AnswerRefused.NotYours => Refusal.Of(409, "lease-not-yours", "This trial is not on a page of yours. Ask for another page."),
        AnswerRefused.SessionClosed => Refusal.Of(409, "session-closed", "This session is over. What you have answered is stored."),
        AnswerRefused.SubmissionUsed => Refusal.Of(400, "submission-used", "This submission id belongs to another trial; make one for each."),
        AnswerRefused.Busy => Refusal.Of(503, "busy", "More answers come in than can be stored. Send this one again in a few seconds."),
        _ => throw new InvalidOperationException($"{result.Refused} is no refusal."),
    };
}
