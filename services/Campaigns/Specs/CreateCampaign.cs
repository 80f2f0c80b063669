using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Nights.Campaigns.Api;
using Nights.Campaigns.Operators;
using Nights.Database;
using Nights.Database.Campaigns;
using Nights.Domain.Campaigns;
using Npgsql;

namespace Nights.Campaigns.Specs;

/// <summary>POST /campaigns: a checked spec becomes a draft. A name that is there already gets the next version.</summary>
internal sealed class CreateCampaign(IDbContextFactory<NightsDb> databases, SourceOfTriplets sources, GuideOfCampaign models, TimeProvider clock)
{
    private const int Tries = 5;

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/campaigns", Handle)
            .Accepts<CampaignSpec>("application/yaml", "application/json")
            .WithSummary("Create a draft from a spec in YAML or JSON")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status415UnsupportedMediaType);

    internal sealed record Created(Guid Id, string Name, int Version, CampaignState State);

    /// <summary>Stores the draft of a spec that has been checked.</summary>
    /// <returns>The draft, or what is wrong with the campaign or the model that the spec names.</returns>
    public async Task<(Created? Draft, SpecError? Error)> Run(CampaignSpec spec, string who, CancellationToken cancel)
    {
        var (judged, error) = await sources.Resolve(spec, cancel);
        if (judged is null) return (null, error);
        (var guided, error) = await models.Resolve(judged, cancel);
        return guided is null ? (null, error) : (await Store(guided, who, cancel), null);
    }

    private async Task<Created> Store(CampaignSpec spec, string who, CancellationToken cancel)
    {
        for (var attempt = 1; ; attempt++)
        {
            await using var db = await databases.CreateDbContextAsync(cancel);
            var last = await db.Campaigns.Where(campaign => campaign.Name == spec.Name).MaxAsync(campaign => (int?)campaign.Version, cancel);
            var draft = new Campaign
            {
                Id = Guid.CreateVersion7(),
                Name = spec.Name,
                Version = (last ?? 0) + 1,
                State = CampaignState.Draft,
                Spec = CampaignSpecs.Write(spec),
                CreatedAt = clock.GetUtcNow(),
                CapMinor = spec.Budget.CapMinor,
            };
            db.Campaigns.Add(draft);
            db.Audit.Add(AuditLog.Entry(clock, who, "create campaign", $"{draft.Name} v{draft.Version}"));
            try
            {
                await db.SaveChangesAsync(cancel);
                return new Created(draft.Id, draft.Name, draft.Version, draft.State);
            }
            catch (DbUpdateException taken) when (attempt < Tries && taken.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
            {
                // Somebody created the same name in this moment; the next version is ours.
            }
        }
    }

    private static async Task<Results<Created<Created>, ProblemHttpResult>> Handle(
        HttpRequest request, ClaimsPrincipal user, CreateCampaign create, CancellationToken cancel)
    {
        var (read, refused) = await SpecBody.Read(request, cancel);
        if (read is not { } spec) return refused!;
        var (created, error) = await create.Run(spec, user.OperatorName(), cancel);
        if (created is null) return Refusal.BadSpec([error!]);
        return TypedResults.Created($"/api/v1/campaigns/{created.Id}", created);
    }
}
