using Microsoft.AspNetCore.Http.HttpResults;
using Nights.Campaigns.Api;
using Nights.Domain.Snapshots;
using Nights.Domain.Storage;
using Nights.Hosting.Objects;

namespace Nights.Campaigns.Snapshots;

/// <summary>GET /snapshots, GET /snapshots/{name}/{version} and its files.</summary>
internal static class ShowSnapshots
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/snapshots", async (SnapshotList snapshots, CancellationToken cancel) => TypedResults.Ok(await snapshots.All(cancel)))
            .WithSummary("All snapshots, the newest first");
        api.MapGet("/snapshots/{name}/{version}", One).WithSummary("One snapshot").ProducesProblem(StatusCodes.Status404NotFound);
        api.MapGet("/snapshots/{name}/{version}/files/{*path}", File)
            .WithSummary("A file of a ready snapshot; manifest.json lists them")
            .Produces(StatusCodes.Status200OK, contentType: "application/octet-stream")
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict);
    }

    private static async Task<Results<Ok<SnapshotView>, ProblemHttpResult>> One(string name, string version, SnapshotList snapshots, CancellationToken cancel) =>
        await snapshots.One(name, version, cancel) is { } snapshot ? TypedResults.Ok(snapshot) : Missing(name, version);

    private static async Task<Results<FileStreamHttpResult, ProblemHttpResult>> File(
        string name, string version, string path, SnapshotList snapshots, IObjects objects, CancellationToken cancel)
    {
        if (await snapshots.One(name, version, cancel) is not { } snapshot) return Missing(name, version);
        if (snapshot.State is not SnapshotState.Ready)
            return Refusal.Conflict($"{name}@{version} {(snapshot.State is SnapshotState.Building ? "is still being built; ask again in a moment." : "could not be built: " + snapshot.Failure)}");
        return await StoredFile.Open(objects, ObjectKeys.Snapshot(name, version), path, cancel) is { } file
            ? file
            : Refusal.Missing($"{name}@{version} has no file '{path}'; manifest.json lists them.");
    }

    private static ProblemHttpResult Missing(string name, string version) => Refusal.Missing($"There is no snapshot {name}@{version}.");
}
