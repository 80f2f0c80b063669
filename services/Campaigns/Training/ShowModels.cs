using Microsoft.AspNetCore.Http.HttpResults;
using Nights.Campaigns.Api;
using Nights.Domain.Storage;
using Nights.Hosting.Objects;

namespace Nights.Campaigns.Training;

/// <summary>GET /models, GET /models/{name}/{version} and its files.</summary>
internal static class ShowModels
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/models", async (RunList runs, CancellationToken cancel) => TypedResults.Ok(await runs.Models(cancel))).WithSummary("Models, the newest first");
        api.MapGet("/models/{name}/{version}", One).WithSummary("One model").ProducesProblem(StatusCodes.Status404NotFound);
        api.MapGet("/models/{name}/{version}/files/{*path}", File)
            .WithSummary("A file of a model; manifest.json lists them")
            .Produces(StatusCodes.Status200OK, contentType: "application/octet-stream")
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<Results<Ok<ModelView>, ProblemHttpResult>> One(string name, string version, RunList runs, CancellationToken cancel) =>
        await runs.Model(name, version, cancel) is { } model ? TypedResults.Ok(model) : Missing(name, version);

    private static async Task<Results<FileStreamHttpResult, ProblemHttpResult>> File(
        string name, string version, string path, RunList runs, IObjects objects, CancellationToken cancel)
    {
        if (await runs.Model(name, version, cancel) is null) return Missing(name, version);
        return await StoredFile.Open(objects, ObjectKeys.Model(name, version), path, cancel) is { } file
            ? file
            : Refusal.Missing($"{name}@{version} has no file '{path}'; manifest.json lists them.");
    }

    private static ProblemHttpResult Missing(string name, string version) => Refusal.Missing($"There is no model {name}@{version}.");
}
