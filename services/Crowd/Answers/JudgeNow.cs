using Nights.Crowd.Database;
using Nights.Crowd.Sessions;
using Nights.Database.Crowd.Marks;
using Nights.Domain.Quality;
using Npgsql;
using static Nights.Crowd.Database.Statements;

namespace Nights.Crowd.Answers;

/// <summary>
/// Judges participants inside the transaction of their answers: their gold after each gold trial, all their work at the end of each page. What the rules ask for
/// becomes a mark on their record, and its effect stands or falls with the answer.
/// </summary>
internal sealed partial class JudgeNow(ILogger<JudgeNow> log)
{
    private const string Rules = "rules";

    /// <summary>Reads what the rules look at, and asks them; a statement for each campaign in which a page ends.</summary>
    public static async Task<IReadOnlyList<AskedVerdict>> Ask(NpgsqlConnection connection, IReadOnlyList<Judged> participants, CancellationToken cancel)
    {
        var verdicts = new List<AskedVerdict>(participants.Count);
        foreach (var one in participants.Where(one => !one.PageEnds)) verdicts.Add(Verdict(one.Caller, new ParticipantEvidence { Gold = one.Gold }));
        foreach (var campaign in participants.Where(one => one.PageEnds).GroupBy(one => one.Caller.Campaign.Id))
        {
            var quality = campaign.First().Caller.Campaign.Spec.Quality;
            var evidence = await ReadEvidence.Of(connection, campaign.Key, [.. campaign.Select(one => one.Caller.ParticipantId)], quality, cancel);
            foreach (var one in campaign) verdicts.Add(Verdict(one.Caller, evidence.GetValueOrDefault(one.Caller.ParticipantId) ?? new ParticipantEvidence()));
        }

        return verdicts;
    }

    /// <returns>What each soft reject or exclusion did.</returns>
    public async Task<IReadOnlyList<QuarantineEffect>> Carry(NpgsqlConnection connection, IReadOnlyList<AskedVerdict> verdicts, DateTimeOffset now, CancellationToken cancel)
    {
        var effects = new List<QuarantineEffect>();
        foreach (var (caller, verdict) in verdicts)
        {
            switch (verdict.Action)
            {
                case QualityAction.Nothing or QualityAction.Flag:
                    break;
                case QualityAction.Warn:
                    await Warn(connection, caller, verdict.Reason, now, cancel);
                    break;
                case QualityAction.SoftReject or QualityAction.Exclude:
                    effects.Add(await TakeOut(connection, caller, verdict, now, cancel));
                    break;
                default:
                    throw new InvalidOperationException($"A rule cannot ask for {verdict.Action}.");
            }
        }

        return effects;
    }

    private static AskedVerdict Verdict(HitCaller caller, ParticipantEvidence evidence) => new(caller, JudgeParticipant.Of(evidence, caller.Campaign.Spec.Quality));

    private async Task<QuarantineEffect> TakeOut(NpgsqlConnection connection, HitCaller caller, QualityVerdict verdict, DateTimeOffset now, CancellationToken cancel)
    {
        var excluded = verdict.Action is QualityAction.Exclude;
        var effect = await MarkParticipant.Run(connection, new ParticipantMark
        {
            Id = Guid.CreateVersion7(),
            ParticipantId = caller.ParticipantId,
            CampaignId = excluded && caller.Campaign.Spec.Quality.ExclusionScope is MarkScope.Everywhere ? null : caller.Campaign.Id,
            Kind = excluded ? MarkKind.Exclude : MarkKind.SoftReject,
            Reason = $"{verdict.Reason} in campaign {caller.Campaign.Spec.Name}",
            By = Rules,
            At = now,
        }, cancel);
        LogTakenOut(caller.ParticipantId, verdict.Action, verdict.Reason, effect.Triplets, caller.Campaign.Id, effect.Reopened);
        return effect;
    }

    /// <summary>Once: a rule that keeps being broken does not fill the record.</summary>
    private static async Task Warn(NpgsqlConnection connection, HitCaller caller, string reason, DateTimeOffset now, CancellationToken cancel)
    {
        await using var statement = connection.Statement(
            """
            insert into participant_mark (id, participant_id, campaign_id, kind, reason, by, at)
            select $3, $1, $2, 0, $4, $5, $6
            where not exists (select 1 from participant_mark m where m.participant_id = $1 and m.campaign_id = $2 and m.kind = 0 and m.by = $5)
            """,
            Value(caller.ParticipantId), Value(caller.Campaign.Id), Value(Guid.CreateVersion7()), Value(reason), Value(Rules), Value(now));
        await statement.ExecuteNonQueryAsync(cancel);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message =
        "Participant {ParticipantId}: {Action}, {Reason}. {Triplets} triplets were decided anew after campaign {CampaignId}, {Reopened} of them want votes again.")]
    private partial void LogTakenOut(Guid participantId, QualityAction action, string reason, int triplets, Guid campaignId, int reopened);
}
