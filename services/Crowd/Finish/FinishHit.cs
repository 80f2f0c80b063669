using Nights.Crowd.Embedding;
using Nights.Crowd.Sessions;
using Nights.Crowd.Web;

namespace Nights.Crowd.Finish;

/// <summary>POST /api/hit/finish: the completion code, once every answer is stored. Sent again it adds the comment and gives the same code.</summary>
internal static class FinishHit
{
    private const int CommentLimit = 2000;

    public sealed record Body(string? Comment);

    /// <param name="Completion">How the work is handed in; null when there is nothing to hand in.</param>
    /// <param name="Next">Whether another HIT can be had in this browser now.</param>
    public sealed record Reply(string? Code, int Answered, long PayMinor, Completion? Completion, bool Next);

    public static void Map(RouteGroupBuilder api) => api.MapPost("/finish", Handle);

    private static async Task<IResult> Handle(Body body, HitCaller caller, CompleteSession complete, ChannelPages channels, CancellationToken cancel)
    {
        if (body.Comment is { Length: > CommentLimit })
            return Refusal.Of(400, "comment-too-long", $"A comment has at most {CommentLimit} characters; this one has {body.Comment.Length}.");
        var result = await complete.Finish(caller.SessionId, body.Comment, cancel);
        if (result.Missing > 0) return Refusal.Of(409, "answers-missing", $"{result.Missing} trials of your page are not answered yet.");
        var completion = await channels.Complete(caller.SessionId, result.Code, cancel);
        var next = completion is not { Kind: not "code" } && await complete.Next(caller, cancel);
        return TypedResults.Ok(new Reply(result.Code, result.Answered, result.PayMinor, completion, next));
    }
}
