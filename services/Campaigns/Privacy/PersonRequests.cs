using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Nights.Campaigns.Api;
using Nights.Campaigns.Operators;

namespace Nights.Campaigns.Privacy;

/// <summary>
/// POST /participants/export and /participants/erase: what a person may ask for. The body names them, so that no id of theirs comes into
/// an address or a log of addresses.
/// </summary>
internal static class PersonRequests
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/participants/export", Export)
            .WithSummary("Everything that is kept about one person")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound);
        api.MapPost("/participants/erase", Erase)
            .WithSummary("Erase a person; their answers stay and lead to nobody")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    /// <summary>Either our id, or a channel with its id.</summary>
    internal sealed record Body(Guid? Participant, string? Channel, string? ExternalId);

    private static async Task<Results<Ok<PersonExport>, ProblemHttpResult>> Export(
        Body body, ClaimsPrincipal user, PersonLookup lookup, ExportPerson export, CancellationToken cancel)
    {
        if (Fault(body) is { } fault) return Refusal.Bad(fault);
        return await lookup.Find(body.Participant, body.Channel, body.ExternalId, cancel) is { } id && await export.Run(id, user.OperatorName(), cancel) is { } found
            ? TypedResults.Ok(found)
            : Nobody();
    }

    private static async Task<Results<Ok<ErasePerson.Erased>, ProblemHttpResult>> Erase(
        Body body, ClaimsPrincipal user, PersonLookup lookup, ErasePerson erase, CancellationToken cancel)
    {
        if (Fault(body) is { } fault) return Refusal.Bad(fault);
        return await lookup.Find(body.Participant, body.Channel, body.ExternalId, cancel) is { } id && await erase.Run(id, user.OperatorName(), cancel) is { } erased
            ? TypedResults.Ok(erased)
            : Nobody();
    }

    private static string? Fault(Body body) => body switch
    {
        { Participant: not null, Channel: null, ExternalId: null } => null,
        { Participant: null, Channel.Length: > 0, ExternalId.Length: > 0 } => null,
        _ => "Name the person by participant, or by channel and externalId.",
    };

    private static ProblemHttpResult Nobody() => Refusal.Missing("There is no such participant, or not any more.");
}
