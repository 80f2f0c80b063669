using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Nights.Campaigns.Api;
using Nights.Campaigns.Lifecycle;
using Nights.Campaigns.Operators;
using Nights.Campaigns.Schedule;
using Nights.Database;
using Nights.Database.Snapshots;
using Nights.Domain.Campaigns;
using Nights.Domain.Snapshots;
using Npgsql;

namespace Nights.Campaigns.Snapshots;

/// <summary>POST /snapshots: fixes the mark and the version, stores the row, and asks for the building.</summary>
internal sealed class RequestSnapshot(IDbContextFactory<NightsDb> databases, SnapshotQueue queue, TimeProvider clock)
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/snapshots", Handle)
            .WithSummary("Cut a snapshot of a campaign's accepted triplets")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict);

    /// <param name="Campaign">Id or name.</param>
    /// <param name="Version">Null for the next minor version.</param>
    internal sealed record Body(string? Campaign, string? Version);

    internal sealed record Requested(string Name, string Version, SnapshotState State);

    /// <returns>The snapshot that is being built, or why there is none.</returns>
    public async Task<(Requested? Requested, string? Refusal)> Run(Guid campaignId, string? version, string who, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var campaign = await db.Campaigns.Where(row => row.Id == campaignId).Select(row => new { row.Name, row.State }).SingleAsync(cancel);
        if (campaign.State is CampaignState.Draft) return (null, $"{campaign.Name} is a draft; start it, and cut a snapshot when triplets are accepted.");

        var snapshot = new Snapshot
        {
            Id = Guid.CreateVersion7(),
            CampaignId = campaignId,
            Name = campaign.Name,
            Version = version ?? SnapshotVersion.NextMinor(await db.Snapshots.Where(row => row.Name == campaign.Name).Select(row => row.Version).ToListAsync(cancel)),
            State = SnapshotState.Building,
            Mark = await VoteMark.Highest(db, cancel),
            CreatedAt = clock.GetUtcNow(),
        };
        db.Snapshots.Add(snapshot);
        db.Audit.Add(AuditLog.Entry(clock, who, "cut snapshot", $"{snapshot.Name}@{snapshot.Version}", $"mark {snapshot.Mark}"));
        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateException taken) when (taken.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            return (null, $"{snapshot.Name}@{snapshot.Version} is there already; versions are never built anew, so take another.");
        }

        queue.Add(snapshot.Id);
        return (new Requested(snapshot.Name, snapshot.Version, snapshot.State), null);
    }

    private static async Task<Results<Accepted<Requested>, ProblemHttpResult>> Handle(
        Body body, ClaimsPrincipal user, CampaignLookup lookup, RequestSnapshot request, CancellationToken cancel)
    {
        if (string.IsNullOrWhiteSpace(body.Campaign)) return Refusal.Bad("campaign is missing; give an id or a name.");
        if (body.Version is { } wanted && !SnapshotVersion.IsValid(wanted)) return Refusal.Bad($"version is '{wanted}'; write three numbers, e.g. 1.0.0.");
        if (await lookup.Id(body.Campaign, cancel) is not { } id) return Refusal.NoCampaign(body.Campaign);

        var (requested, refusal) = await request.Run(id, body.Version, user.OperatorName(), cancel);
        return requested is null
            ? Refusal.Conflict(refusal!)
            : TypedResults.Accepted($"/api/v1/snapshots/{requested.Name}/{requested.Version}", requested);
    }
}
