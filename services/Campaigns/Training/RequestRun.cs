using System.Security.Claims;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Nights.Campaigns.Api;
using Nights.Campaigns.Operators;
using Nights.Contracts;
using Nights.Database;
using Nights.Database.Training;
using Nights.Domain.Snapshots;
using Nights.Domain.Training;
using Nights.Hosting.Bus;

namespace Nights.Campaigns.Training;

/// <summary>POST /runs: a training run on a ready snapshot. The row is the request; the message only wakes a trainer sooner.</summary>
internal sealed class RequestRun(IDbContextFactory<NightsDb> databases, IMessages messages, TimeProvider clock)
{
    private const int LongestModelName = 60;

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/runs", Handle)
            .WithSummary("Fine-tune the metric on a snapshot")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict);

    /// <param name="Snapshot">name@version.</param>
    /// <param name="Config">The name of a recipe, e.g. "demo", or the settings themselves.</param>
    /// <param name="Model">Name of the model it becomes; the snapshot's name when null.</param>
    internal sealed record Body(string? Snapshot, JsonElement Config, string? Model);

    internal sealed record Requested(Guid Id);

    /// <summary>Stores the run of a checked request and wakes a trainer.</summary>
    public async Task<Guid> Run(Guid snapshotId, string snapshotName, JsonObject config, string who, CancellationToken cancel)
    {
        var run = new TrainingRun
        {
            Id = Guid.CreateVersion7(),
            SnapshotId = snapshotId,
            Config = config.ToJsonString(),
            State = RunState.Queued,
            CreatedAt = clock.GetUtcNow(),
        };
        await using (var db = await databases.CreateDbContextAsync(cancel))
        {
            db.TrainingRuns.Add(run);
            db.Audit.Add(AuditLog.Entry(clock, who, "request training run", run.Id.ToString(), snapshotName));
            await db.SaveChangesAsync(cancel);
        }

        await messages.Publish(new TrainingRequested { RunId = run.Id }, cancel);
        return run.Id;
    }

    /// <summary>The stored configuration: a recipe's name becomes {"recipe": name}, and the model's name joins it.</summary>
    public static JsonObject Config(JsonElement config, string model)
    {
        var stored = config.ValueKind is JsonValueKind.Object ? JsonObject.Create(config)! : new JsonObject { ["recipe"] = config.GetString() };
        stored["name"] = model;
        return stored;
    }

    private static async Task<Results<Accepted<Requested>, ProblemHttpResult>> Handle(
        Body body, ClaimsPrincipal user, IDbContextFactory<NightsDb> databases, RequestRun request, CancellationToken cancel)
    {
        if (body.Snapshot?.Split('@') is not [{ Length: > 0 } name, { Length: > 0 } version])
            return Refusal.Bad($"snapshot is '{body.Snapshot}'; write name@version.");
        if (body.Config.ValueKind is not (JsonValueKind.String or JsonValueKind.Object))
            return Refusal.Bad("config is missing; write the name of a recipe, e.g. \"demo\", or an object with the settings.");
        var model = body.Model ?? name;
        if (model.Length is 0 or > LongestModelName || !model.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-'))
            return Refusal.Bad($"model is '{model}'; write 1 to {LongestModelName} lower-case letters, digits and hyphens.");

        await using var db = await databases.CreateDbContextAsync(cancel);
        var snapshot = await db.Snapshots.SingleOrDefaultAsync(row => row.Name == name && row.Version == version, cancel);
        if (snapshot is null) return Refusal.Missing($"There is no snapshot {body.Snapshot}.");
        if (snapshot.State is not SnapshotState.Ready) return Refusal.Conflict($"{body.Snapshot} is {snapshot.State.ToString().ToLowerInvariant()}; a run needs a ready snapshot.");

        var id = await request.Run(snapshot.Id, body.Snapshot, Config(body.Config, model), user.OperatorName(), cancel);
        return TypedResults.Accepted($"/api/v1/runs/{id}", new Requested(id));
    }
}
