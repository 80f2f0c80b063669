using System.Text.Json;
using Nights.Crowd.Answers;
using Nights.Crowd.Sessions;
using Nights.Crowd.Web;

namespace Nights.Crowd.Problems;

/// <summary>
/// POST /api/hit/problems: a participant cannot or will not judge a trial. It is paid like an answer, the vote is asked of somebody else,
/// and a triplet that several report is taken out.
/// </summary>
internal static class ReportProblem
{
    private const int TextLimit = 1000;

    public sealed record Body(Guid Submission, Guid Trial, string Kind, string? Text);

    public static void Map(RouteGroupBuilder api) => api.MapPost("/problems", Handle);

    private static async Task<IResult> Handle(Body body, HitCaller caller, AnswerDesk desk, CancellationToken cancel)
    {
        if (body.Kind is not ("broken" or "offensive" or "other")) return Refusal.Of(400, "kind-unknown", "The kind is \"broken\", \"offensive\" or \"other\".");
        if (body.Text is { Length: > TextLimit }) return Refusal.Of(400, "text-too-long", $"A report has at most {TextLimit} characters; this one has {body.Text.Length}.");
        var measured = JsonSerializer.Serialize(new { problem = body.Kind, text = body.Text }, JsonSerializerOptions.Web);
        return CastAnswer.Of(await desk.Store(caller, new Answer(body.Submission, body.Trial, ChoseLeft: null, ResponseMs: 0, measured), cancel));
    }
}
