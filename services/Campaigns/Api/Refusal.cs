using Microsoft.AspNetCore.Http.HttpResults;
using Nights.Domain.Campaigns;

namespace Nights.Campaigns.Api;

/// <summary>The problem details that several calls answer with.</summary>
internal static class Refusal
{
    public static ProblemHttpResult Missing(string what) =>
        TypedResults.Problem(what, statusCode: StatusCodes.Status404NotFound, title: "Not found");

    public static ProblemHttpResult NoCampaign(string idOrName) => Missing($"There is no campaign '{idOrName}'.");

    public static ProblemHttpResult Conflict(string why) =>
        TypedResults.Problem(why, statusCode: StatusCodes.Status409Conflict, title: "Not in this state");

    public static ProblemHttpResult Bad(string why) =>
        TypedResults.Problem(why, statusCode: StatusCodes.Status400BadRequest, title: "Bad request");

    public static ProblemHttpResult BadSpec(IReadOnlyList<SpecError> errors) =>
        TypedResults.Problem(
            string.Join('\n', errors.Select(error => error.Path.Length > 0 ? error.ToString() : error.Message)),
            statusCode: StatusCodes.Status400BadRequest,
            title: "The campaign spec is not valid",
            extensions: [new("errors", errors)]);
}
