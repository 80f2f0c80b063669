using Microsoft.AspNetCore.Http.HttpResults;
using Nights.Campaigns.Api;
using Nights.Campaigns.Studies;

namespace Nights.Campaigns.Payments;

/// <summary>GET /studies/{study}/submissions.</summary>
internal static class ShowSubmissions
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/studies/{study:guid}/submissions", Handle).WithSummary("Submissions of a study")
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound);

    private static async Task<Results<Ok<Paged<SubmissionRow>>, ProblemHttpResult>> Handle(
        Guid study, StudyList studies, SubmissionList submissions, CancellationToken cancel, int page = 1, int size = Paged<SubmissionRow>.DefaultSize)
    {
        if (page < 1) return Refusal.Bad($"page is {page}; pages begin at 1.");
        if (size is < 1 or > Paged<SubmissionRow>.LargestSize) return Refusal.Bad($"size is {size}; 1 to {Paged<SubmissionRow>.LargestSize} are possible.");
        return await studies.Find(study, cancel) is null ? Refusal.Missing($"There is no study {study}.") : TypedResults.Ok(await submissions.Page(study, page, size, cancel));
    }
}
