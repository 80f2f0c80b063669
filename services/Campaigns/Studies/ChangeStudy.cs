using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Nights.Campaigns.Api;
using Nights.Campaigns.Calls;
using Nights.Campaigns.Channels;
using Nights.Campaigns.Operators;
using Nights.Database;
using Nights.Database.Channels;

namespace Nights.Campaigns.Studies;

/// <summary>POST /studies/{study}/extend, pause, resume, stop and reconcile. The wish is stored with the call that carries it out.</summary>
internal sealed class ChangeStudy(IDbContextFactory<NightsDb> databases, ChannelBell bell, TimeProvider clock)
{
    private const int MostPlaces = 100_000;

    /// <param name="Places">People wanted in all; more than now.</param>
    internal sealed record ExtendBody(int Places);

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/studies/{study:guid}/extend", (Guid study, ExtendBody body, ClaimsPrincipal user, ChangeStudy change, StudyList list, CancellationToken cancel) =>
            Answer(study, change.Extend(study, body.Places, user.OperatorName(), cancel), list, cancel)).WithSummary("Raise a study's places");
        foreach (var kind in new[] { CallKind.Pause, CallKind.Resume, CallKind.Stop })
        {
            api.MapPost($"/studies/{{study:guid}}/{kind.ToString().ToLowerInvariant()}", (Guid study, ClaimsPrincipal user, ChangeStudy change, StudyList list, CancellationToken cancel) =>
                Answer(study, change.Move(study, kind, user.OperatorName(), cancel), list, cancel)).WithSummary($"{kind} a study");
        }

        api.MapPost("/studies/{study:guid}/reconcile", (Guid study, ChangeStudy change, StudyList list, CancellationToken cancel) =>
            Answer(study, change.AskNow(study, cancel), list, cancel)).WithSummary("Ask the channel for all submissions of a study now");
    }

    public Task<string?> Extend(Guid id, int places, string who, CancellationToken cancel) => Change(id, (db, study) =>
    {
        if (study.State is StudyState.Stopped or StudyState.Failed) return $"The study is {study.State.ToString().ToLowerInvariant()}; publish another.";
        if (places <= study.Places) return $"places is {places} and the study has {study.Places}: places only go up.";
        if (places > MostPlaces) return $"places is {places}; at most {MostPlaces} are possible.";
        study.Places = places;
        Call(db, study, CallKind.Extend, $"extend:{id:N}:{places}", who, $"{places} places");
        return null;
    }, cancel);

    public Task<string?> Move(Guid id, CallKind kind, string who, CancellationToken cancel) => Change(id, (db, study) =>
    {
        var (from, to) = kind switch
        {
            CallKind.Pause => (new[] { StudyState.Open, StudyState.Publishing }, StudyState.Paused),
            CallKind.Resume => ([StudyState.Paused], StudyState.Open),
            CallKind.Stop => ([StudyState.Open, StudyState.Paused, StudyState.Publishing], StudyState.Stopped),
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No step of a study."),
        };
        if (study.State == to) return null;
        if (!from.Contains(study.State)) return $"The study is {study.State.ToString().ToLowerInvariant()}; it cannot be made {to.ToString().ToLowerInvariant()}.";
        study.State = to;
        Call(db, study, kind, $"{kind.ToString().ToLowerInvariant()}:{Guid.CreateVersion7():N}", who, null);
        return null;
    }, cancel);

    public Task<string?> AskNow(Guid id, CancellationToken cancel) => Change(id, (_, study) =>
    {
        study.ReconciledAt = null;
        return null;
    }, cancel);

    private void Call(NightsDb db, Study study, CallKind kind, string key, string who, string? detail)
    {
        db.ChannelCalls.Add(NewCall.Of(clock, study.Id, null, kind, key, new { }, who));
        db.Audit.Add(AuditLog.Entry(clock, who, $"{kind.ToString().ToLowerInvariant()} study", $"study {study.Id}", detail));
    }

    private async Task<string?> Change(Guid id, Func<NightsDb, Study, string?> change, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var study = await db.Studies.FromSql($"select * from study where id = {id} for update").SingleOrDefaultAsync(cancel);
        if (study is null) return $"There is no study {id}.";
        if (change(db, study) is { } refusal) return refusal;
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        bell.Ring();
        return null;
    }

    private static async Task<Results<Ok<StudyView>, ProblemHttpResult>> Answer(Guid id, Task<string?> changing, StudyList list, CancellationToken cancel)
    {
        if (await list.Find(id, cancel) is null) return Refusal.Missing($"There is no study {id}.");
        return await changing is { } refusal ? Refusal.Conflict(refusal) : TypedResults.Ok(await list.One(id, cancel));
    }
}
