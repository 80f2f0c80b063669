using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Nights.Database;

namespace Nights.Campaigns.Operators;

/// <summary>POST /keys: an operator makes a key for a colleague or a program; the holder of a set-up token makes the first one.</summary>
internal static class CreateKey
{
    private const int LongestName = 100;

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/keys", Handle)
            .RequireAuthorization(OperatorAccess.OperatorOrSetUp)
            .RequireRateLimiting(LogInLimit.Policy)
            .WithSummary("Make an operator key; shown once")
            .ProducesProblem(StatusCodes.Status401Unauthorized);

    internal sealed record Body(string? Name);

    internal sealed record Made(string Key);

    private static async Task<Results<Ok<Made>, ProblemHttpResult>> Handle(
        Body body, ClaimsPrincipal user, HttpRequest request, NightsDb db, TimeProvider clock, CancellationToken cancel)
    {
        var name = body.Name?.Trim() ?? "";
        if (name.Length is 0 or > LongestName)
        {
            return TypedResults.Problem(
                $"The name has {name.Length} characters; 1 to {LongestName} are possible.", statusCode: StatusCodes.Status400BadRequest, title: "Bad name");
        }

        if (user.OperatorKeyId() is null)
        {
            return await OperatorKeys.Exchange(db, KeyAuthentication.Bearer(request)!, name, clock, cancel) is { } made
                ? TypedResults.Ok(new Made(made.Key))
                : TypedResults.Problem(
                    "The set-up token has been used. Ask an operator for a key.", statusCode: StatusCodes.Status401Unauthorized, title: "Token spent");
        }

        db.Audit.Add(AuditLog.Entry(clock, user.OperatorName(), "create key", name));
        return TypedResults.Ok(new Made(await OperatorKeys.Create(db, name, clock, cancel)));
    }
}
