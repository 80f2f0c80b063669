using Microsoft.AspNetCore.Http.HttpResults;
using Nights.Campaigns.Api;

namespace Nights.Campaigns.Training;

/// <summary>GET /runs and GET /runs/{id}.</summary>
internal static class ShowRuns
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/runs", async (RunList runs, CancellationToken cancel) => TypedResults.Ok(await runs.All(cancel))).WithSummary("Training runs, the newest first");
        api.MapGet("/runs/{id:guid}", One).WithSummary("One training run").ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<Results<Ok<RunView>, ProblemHttpResult>> One(Guid id, RunList runs, CancellationToken cancel) =>
        await runs.One(id, cancel) is { } run ? TypedResults.Ok(run) : Refusal.Missing($"There is no training run {id}.");
}
