using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Nights.Campaigns.Operators;
using Nights.Database;
using Nights.Hosting.Secrecy;

namespace Nights.Campaigns.Privacy;

/// <summary>Collects everything that is kept about one person. That it was done stands in the audit log.</summary>
internal sealed class ExportPerson(IDbContextFactory<NightsDb> databases, IdentitySeal seal, TimeProvider clock)
{
    /// <returns>Null when there is no such person, or they have been erased.</returns>
    public async Task<PersonExport?> Run(Guid person, string who, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var row = await db.Participants.AsNoTracking().SingleOrDefaultAsync(one => one.Id == person && one.ErasedAt == null, cancel);
        if (row is null) return null;

        var identities = await db.Identities.AsNoTracking().Where(one => one.ParticipantId == person).ToDictionaryAsync(one => one.SessionId, one => one.Sealed, cancel);
        var sessions = await db.Sessions.AsNoTracking().Where(one => one.ParticipantId == person).OrderBy(one => one.CreatedAt).ToListAsync(cancel);
        var marks = await db.Marks.AsNoTracking().Where(one => one.ParticipantId == person).OrderBy(one => one.At).ToListAsync(cancel);
        var votes = await db.Votes.AsNoTracking().Where(one => one.ParticipantId == person).OrderBy(one => one.Id).ToListAsync(cancel);
        var flashed = votes.Where(vote => vote.Jnd).Select(vote => vote.Id).ToArray();
        var judgements = await db.Judgements.AsNoTracking().Where(one => flashed.Contains(one.VoteId)).ToDictionaryAsync(one => one.VoteId, cancel);
        db.Audit.Add(AuditLog.Entry(clock, who, "export participant", $"participant {person}"));
        await db.SaveChangesAsync(cancel);
        return new PersonExport
        {
            Participant = row.Id,
            Channel = row.Channel,
            CreatedAt = row.CreatedAt,
            State = row.State.ToString().ToLowerInvariant(),
            ExclusionReason = row.ExclusionReason,
            Record = [.. marks.Select(mark => new ExportedMark(mark.Kind, mark.CampaignId, mark.Reason, mark.At, mark.EndsAt, mark.LiftedAt, mark.LiftReason))],
            Sessions = [.. sessions.Select(session => new ExportedSession(
                session.Id, session.CampaignId, session.CreatedAt, session.ConsentVersion, session.ConsentedAt, session.FinishedAt, session.CompletionCode,
                session.Comment, session.Device is { } device ? JsonSerializer.Deserialize<JsonElement>(device) : null,
                identities.TryGetValue(session.Id, out var kept) ? seal.Open(session.Id, kept) : null, session.Network is not null))],
            Answers = [.. votes.Select(vote => ExportedAnswer.Of(vote, judgements.GetValueOrDefault(vote.Id)))],
        };
    }
}
