using Microsoft.AspNetCore.Http.HttpResults;
using Nights.Crowd.Jnd;
using Nights.Crowd.Pictures;
using Nights.Crowd.Sessions;
using Nights.Crowd.Web;
using Nights.Domain.Campaigns;

namespace Nights.Crowd.Pages;

/// <summary>POST /api/hit/pages: the next page of trials, or the one the session still holds.</summary>
internal static class TakePage
{
    /// <summary>When to ask again while others hold what is left, or pictures are still being painted, in seconds.</summary>
    private const int RetrySeconds = 2;

    public sealed record Images(string Reference, string Left, string Right);

    /// <param name="Instruction">"left" or "right" where the trial says which side to press, and nothing is to be judged.</param>
    public sealed record Shown(Guid Trial, int Number, Images Images, string? Instruction, bool? Submitted);

    public sealed record Reply(Guid Page, DateTimeOffset ExpiresAt, bool Practice, IEnumerable<Shown> Trials, Progress Progress);

    public sealed record Nothing(Guid? Page, string Reason, int? RetryAfterSeconds);

    public static void Map(RouteGroupBuilder api) => api.MapPost("/pages", Handle);

    private static async Task<IResult> Handle(HitCaller caller, ClaimPage claim, PictureToken tokens, JudgedPage judged, CancellationToken cancel)
    {
        var (page, none) = await claim.Run(caller, cancel);
        return none switch
        {
            null when caller.Campaign.Spec.Task is CampaignTask.Jnd => TypedResults.Ok(await judged.Of(page!, caller, cancel)),
            null => TypedResults.Ok(Of(page!, tokens)),
            NoPage.Finished => None("finished"),
            NoPage.NothingNow => None("nothing-now", RetrySeconds),
            NoPage.Excluded => None("excluded"),
            NoPage.Capped => None("capped"),
            NoPage.ConsentMissing => Refusal.Of(409, "consent-missing", "Read and accept the terms first."),
            _ => throw new InvalidOperationException($"{none} is no reason."),
        };
    }

    private static Ok<Nothing> None(string reason, int? retryAfterSeconds = null) => TypedResults.Ok(new Nothing(null, reason, retryAfterSeconds));

    private static Reply Of(ClaimedPage page, PictureToken tokens) => new(
        page.Id, page.ExpiresAt, page.Practice,
        page.Trials.Select(trial => new Shown(
            trial.Id, trial.Number,
            new Images(tokens.Address(trial.Reference), tokens.Address(trial.Left), tokens.Address(trial.Right)),
            trial.InstructedLeft is { } left ? left ? "left" : "right" : null,
            trial.Submitted ? true : null)),
        page.Progress);
}
