using Nights.Crowd.Database;
using Nights.Crowd.Sessions;
using Nights.Database.Crowd.Marks;
using Nights.Domain.Quality;
using Nights.Domain.Voting;
using Npgsql;
using static Nights.Crowd.Database.Statements;

namespace Nights.Crowd.Answers;

/// <summary>
/// Judges a participant inside the transaction of an answer: their gold after each gold trial, all their work at the end of each page. What the rules ask for
/// becomes a mark on their record, and its effect stands or falls with the answer.
/// </summary>
internal sealed partial class JudgeNow(ILogger<JudgeNow> log)
{
    private const string Rules = "rules";

    /// <returns>What a soft reject or an exclusion did; null without one.</returns>
    public async Task<QuarantineEffect?> Run(
        NpgsqlConnection connection, HitCaller caller, AnswerScene scene, VoteStatus status, bool? right, bool pageEnds, DateTimeOffset now, CancellationToken cancel)
    {
        var quality = caller.Campaign.Spec.Quality;
        ParticipantEvidence evidence;
        if (pageEnds) evidence = await ReadEvidence.One(connection, caller.Campaign.Id, caller.ParticipantId, quality, cancel) ?? new ParticipantEvidence();
        else if (status is VoteStatus.Gold && right is { } hit) evidence = new ParticipantEvidence { Gold = scene.Gold.Add(hit) };
        else return null;

        var verdict = JudgeParticipant.Of(evidence, quality);
        switch (verdict.Action)
        {
            case QualityAction.Nothing or QualityAction.Flag:
                return null;
            case QualityAction.Warn:
                await Warn(connection, caller, verdict.Reason, now, cancel);
                return null;
            case QualityAction.SoftReject or QualityAction.Exclude:
                var excluded = verdict.Action is QualityAction.Exclude;
                var effect = await MarkParticipant.Run(connection, new ParticipantMark
                {
                    Id = Guid.CreateVersion7(),
                    ParticipantId = caller.ParticipantId,
                    CampaignId = excluded && quality.ExclusionScope is MarkScope.Everywhere ? null : caller.Campaign.Id,
                    Kind = excluded ? MarkKind.Exclude : MarkKind.SoftReject,
                    Reason = $"{verdict.Reason} in campaign {caller.Campaign.Spec.Name}",
                    By = Rules,
                    At = now,
                }, cancel);
                LogTakenOut(caller.ParticipantId, verdict.Action, verdict.Reason, effect.Triplets, caller.Campaign.Id, effect.Reopened);
                return effect;
            default:
                throw new InvalidOperationException($"A rule cannot ask for {verdict.Action}.");
        }
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
