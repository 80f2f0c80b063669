using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Nights.Campaigns.Api;
using Nights.Campaigns.Lifecycle;
using Nights.Campaigns.Operators;
using Nights.Domain.Quality;

namespace Nights.Campaigns.Participants;

/// <summary>GET and POST /campaigns/{campaign}/participants/{participant}/marks, POST …/marks/{mark}/lift.</summary>
internal static class MarkParticipants
{
    /// <param name="Scope">campaign (the default) or everywhere.</param>
    /// <param name="EndsAt">For a block or an allowance; null for good.</param>
    /// <param name="Preview">True to see the effect and change nothing.</param>
    internal sealed record NewMark(MarkKind Kind, string Reason, MarkScope Scope = MarkScope.Campaign, DateTimeOffset? EndsAt = null, bool Preview = false);

    internal sealed record Lifting(string Reason, bool Preview = false);

    /// <param name="Mark">Null in a preview.</param>
    internal sealed record Marked(Guid? Mark, bool Preview, MarkEffect Effect);

    public static void Map(IEndpointRouteBuilder api)
    {
        const string Marks = "/campaigns/{campaign}/participants/{participant:guid}/marks";
        api.MapGet(Marks, List).WithSummary("A participant's record").ProducesProblem(StatusCodes.Status404NotFound);
        api.MapPost(Marks, Set).WithSummary("Warn, soft-reject, exclude, block or allow a participant; with preview, see what it would do")
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound);
        api.MapPost($"{Marks}/{{mark:guid}}/lift", Lift).WithSummary("Lift a mark and undo its effect; with preview, see what it would do")
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<Results<Ok<IEnumerable<MarkRow>>, ProblemHttpResult>> List(
        string campaign, Guid participant, CampaignLookup lookup, ParticipantList participants, MarkList marks, CancellationToken cancel)
    {
        if (await lookup.Id(campaign, cancel) is not { } id) return Refusal.NoCampaign(campaign);
        if (!await participants.Has(id, participant, cancel)) return NoParticipant(participant);
        return TypedResults.Ok((await marks.Of([participant], cancel))[participant]);
    }

    private static async Task<Results<Ok<Marked>, ProblemHttpResult>> Set(
        string campaign, Guid participant, NewMark wanted, ClaimsPrincipal user, CampaignLookup lookup, ParticipantList participants, MarkByOperator mark, CancellationToken cancel)
    {
        if (await lookup.Id(campaign, cancel) is not { } id) return Refusal.NoCampaign(campaign);
        if (!await participants.Has(id, participant, cancel)) return NoParticipant(participant);
        if (!Enum.IsDefined(wanted.Kind)) return Refusal.Bad("kind is warn, softReject, exclude, block or allow.");
        if (!Enum.IsDefined(wanted.Scope)) return Refusal.Bad("scope is campaign or everywhere.");
        var order = new MarkByOperator.Order(id, participant, wanted.Kind, wanted.Scope, wanted.Reason, wanted.EndsAt);
        return Of(await mark.Set(order, user.OperatorName(), wanted.Preview, cancel), wanted.Preview);
    }

    private static async Task<Results<Ok<Marked>, ProblemHttpResult>> Lift(
        string campaign, Guid participant, Guid mark, Lifting wanted, ClaimsPrincipal user, CampaignLookup lookup, ParticipantList participants, MarkByOperator marks,
        CancellationToken cancel)
    {
        if (await lookup.Id(campaign, cancel) is not { } id) return Refusal.NoCampaign(campaign);
        if (!await participants.Has(id, participant, cancel)) return NoParticipant(participant);
        return Of(await marks.Lift(participant, mark, wanted.Reason, user.OperatorName(), wanted.Preview, cancel), wanted.Preview);
    }

    private static Results<Ok<Marked>, ProblemHttpResult> Of((Guid Mark, MarkEffect? Effect, string? Refusal) result, bool preview) =>
        result.Effect is { } effect ? TypedResults.Ok(new Marked(preview ? null : result.Mark, preview, effect)) : Refusal.Bad(result.Refusal!);

    private static ProblemHttpResult NoParticipant(Guid id) => Refusal.Missing($"The campaign has no participant {id}.");
}
