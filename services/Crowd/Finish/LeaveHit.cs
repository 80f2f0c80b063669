using Nights.Crowd.Embedding;
using Nights.Crowd.Sessions;

namespace Nights.Crowd.Finish;

/// <summary>POST /api/hit/leave: the participant stops; what is answered is paid, the rest goes to somebody else.</summary>
internal static class LeaveHit
{
    public sealed record Reply(string? Code, long PayMinor, Completion? Completion);

    public static void Map(RouteGroupBuilder api) => api.MapPost("/leave", Handle);

    private static async Task<IResult> Handle(HitCaller caller, CompleteSession complete, ChannelPages channels, CancellationToken cancel)
    {
        var result = await complete.Leave(caller.SessionId, cancel);
        return TypedResults.Ok(new Reply(result.Code, result.PayMinor, await channels.Complete(caller.SessionId, result.Code, cancel)));
    }
}
