using Nights.Campaigns.Api;
using Nights.Campaigns.Participants;
using Nights.Campaigns.Studies;
using Nights.Channels.Submissions;
using Nights.Database.Channels;
using Nights.Database.Crowd.Marks;
using Npgsql;

namespace Nights.Campaigns.Payments;

/// <summary>Lists a study's submissions page by page: what waits for a decision first.</summary>
internal sealed class SubmissionList(NpgsqlDataSource source)
{
    private static readonly string Rows =
        $"""
        select s.id, s.study_id, s.channel, person.pseudonym, s.remote_state, s.verified,
            session.finished_at is not null,
            (select count(*) from vote where vote.session_id = s.session_id and vote.status <> 2)::int,
            extract(epoch from session.finished_at - coalesce(session.consented_at, session.created_at))::float8,
            {LiveMarks.Exist("s.participant_id", "study.campaign_id", LiveMarks.Quarantined)},
            {LiveMarks.Exist("s.participant_id", "study.campaign_id", LiveMarks.Blocked)},
            s.verdict, s.decided_by, s.reason,
            (select coalesce(sum(amount_minor) filter (where step = 0), 0) - coalesce(sum(amount_minor) filter (where step = 2), 0) from ledger_entry where submission_id = s.id)::bigint,
            (select coalesce(sum(amount_minor), 0) from ledger_entry where submission_id = s.id and step = 1)::bigint,
            s.auto_approve_at,
            (select call.last_fault from channel_call call where call.submission_id = s.id and call.state <> 2 and call.last_fault is not null order by call.id desc limit 1),
            s.created_at, count(*) over ()::int
        from submission s join study on study.id = s.study_id
        left join participant person on person.id = s.participant_id
        left join hit_session session on session.id = s.session_id
        """;

    public async Task<Paged<SubmissionRow>> Page(Guid study, int page, int size, CancellationToken cancel)
    {
        await using var command = source.CreateCommand(
            $"{Rows} where s.study_id = $1 order by (s.remote_state = 3 and s.verdict = 0) desc, s.created_at desc, s.id limit $2 offset $3");
        command.Parameters.AddWithValue(study);
        command.Parameters.AddWithValue(size);
        command.Parameters.AddWithValue((page - 1) * size);
        return await Read(command, cancel);
    }

    public async Task<SubmissionRow?> One(Guid id, CancellationToken cancel)
    {
        await using var command = source.CreateCommand($"{Rows} where s.id = $1");
        command.Parameters.AddWithValue(id);
        return (await Read(command, cancel)).Items.SingleOrDefault();
    }

    private static async Task<Paged<SubmissionRow>> Read(NpgsqlCommand command, CancellationToken cancel)
    {
        await using var row = await command.ExecuteReaderAsync(cancel);
        var (items, total) = (new List<SubmissionRow>(), 0);
        while (await row.ReadAsync(cancel))
        {
            total = row.GetInt32(19);
            var (channel, came) = (row.GetString(2), Maybe<byte[]>(row, 3));
            items.Add(new SubmissionRow
            {
                Id = row.GetGuid(0),
                StudyId = row.GetGuid(1),
                Person = came is null ? null : Pseudonym.Short(came),
                RemoteState = (SubmissionState)row.GetInt16(4),
                Verified = Verification.IsGood(channel, row.IsDBNull(5) ? null : row.GetBoolean(5)),
                Finished = !row.IsDBNull(6) && row.GetBoolean(6),
                Answers = row.GetInt32(7),
                Seconds = row.IsDBNull(8) ? null : row.GetDouble(8),
                Excluded = row.GetBoolean(9),
                Blocked = row.GetBoolean(10),
                Verdict = (Verdict)row.GetInt16(11),
                DecidedBy = Maybe<string>(row, 12),
                Reason = Maybe<string>(row, 13),
                PromisedMinor = row.GetInt64(14),
                PaidMinor = row.GetInt64(15),
                AutoApproveAt = row.IsDBNull(16) ? null : row.GetFieldValue<DateTimeOffset>(16),
                Fault = Maybe<string>(row, 17),
                CreatedAt = row.GetFieldValue<DateTimeOffset>(18),
            });
        }

        return new Paged<SubmissionRow>(items, total);
    }

    private static T? Maybe<T>(NpgsqlDataReader row, int column)
        where T : class => row.IsDBNull(column) ? null : row.GetFieldValue<T>(column);
}
