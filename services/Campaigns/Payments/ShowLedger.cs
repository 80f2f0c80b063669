using Microsoft.AspNetCore.Http.HttpResults;
using Nights.Campaigns.Api;
using Nights.Campaigns.Studies;

namespace Nights.Campaigns.Payments;

/// <summary>GET /studies/{study}/ledger.</summary>
internal static class ShowLedger
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/studies/{study:guid}/ledger", Handle).WithSummary("The payment ledger of a study")
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound);

    private static async Task<Results<Ok<Paged<LedgerLine>>, ProblemHttpResult>> Handle(
        Guid study, StudyList studies, LedgerList ledger, CancellationToken cancel, int page = 1, int size = Paged<LedgerLine>.DefaultSize)
    {
        if (page < 1) return Refusal.Bad($"page is {page}; pages begin at 1.");
        if (size is < 1 or > Paged<LedgerLine>.LargestSize) return Refusal.Bad($"size is {size}; 1 to {Paged<LedgerLine>.LargestSize} are possible.");
        return await studies.Find(study, cancel) is null ? Refusal.Missing($"There is no study {study}.") : TypedResults.Ok(await ledger.Page(study, page, size, cancel));
    }
}
