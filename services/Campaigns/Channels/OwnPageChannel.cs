using System.Runtime.CompilerServices;
using Nights.Channels;
using Nights.Channels.Studies;
using Nights.Channels.Submissions;
using Npgsql;

namespace Nights.Campaigns.Channels;

/// <summary>
/// Our own page: whoever has the link comes in while there are places. There is no marketplace behind it; the HIT page's rows are the truth, and the operator
/// pays by other means and records it.
/// </summary>
internal class OwnPageChannel(NpgsqlDataSource source) : ICrowdChannel
{
    public virtual string Name => ChannelNames.Own;

    public virtual bool PaysItself => false;

    public virtual string? WhyNot(StudyOrder order) => null;

    public virtual Task<StudyStanding> Publish(StudyOrder order, CancellationToken cancel) => Standing(order, RemoteStudyState.Open, cancel);

    public virtual Task<StudyStanding> Extend(StudyOrder order, CancellationToken cancel) => Standing(order, RemoteStudyState.Open, cancel);

    public virtual Task<StudyStanding> Pause(StudyOrder order, CancellationToken cancel) => Standing(order, RemoteStudyState.Paused, cancel);

    public virtual Task<StudyStanding> Resume(StudyOrder order, CancellationToken cancel) => Standing(order, RemoteStudyState.Open, cancel);

    public virtual Task<StudyStanding> Stop(StudyOrder order, CancellationToken cancel) => Standing(order, RemoteStudyState.Reviewing, cancel);

    public async Task<StudyStanding?> Look(StudyOrder order, CancellationToken cancel) => await Standing(order, RemoteStudyState.Open, cancel);

    public async IAsyncEnumerable<RemoteStudy> ListStudies([EnumeratorCancellation] CancellationToken cancel)
    {
        await Task.CompletedTask;       // a study of our own page is its row: there is nothing elsewhere that could be left behind
        yield break;
    }

    public Task End(RemoteStudy stray, CancellationToken cancel) => Task.CompletedTask;

    public async IAsyncEnumerable<RemoteSubmission> ListSubmissions(StudyOrder order, [EnumeratorCancellation] CancellationToken cancel)
    {
        await using var command = source.CreateCommand(
            """
            select session.id, session.created_at, session.finished_at, exists (select from vote where vote.session_id = session.id and vote.status <> 2),
                exists (select from ledger_entry paid where paid.submission_id = submission.id and paid.kind = 'reward' and paid.step = 1)
            from submission join hit_session session on session.id = submission.session_id
            where submission.study_id = $1 order by submission.created_at, submission.id
            """);
        command.Parameters.AddWithValue(order.Id);
        await using var row = await command.ExecuteReaderAsync(cancel);
        while (await row.ReadAsync(cancel))
        {
            DateTimeOffset? finished = row.IsDBNull(2) ? null : row.GetFieldValue<DateTimeOffset>(2);
            var state = row.GetBoolean(4) ? SubmissionState.Approved
                : finished is null ? SubmissionState.Active
                : !row.GetBoolean(3) ? SubmissionState.Returned
                : SubmissionState.Submitted;
            yield return new RemoteSubmission(row.GetGuid(0).ToString(), "", state, StartedAt: row.GetFieldValue<DateTimeOffset>(1), EndedAt: finished);
        }
    }

    public Task Approve(SubmissionAddress submission, CancellationToken cancel) => Task.CompletedTask;

    public Task Reject(SubmissionAddress submission, Rejection rejection, CancellationToken cancel) => Task.CompletedTask;

    public Task<BonusStanding> Bonus(SubmissionAddress submission, BonusOrder bonus, CancellationToken cancel) => Task.FromResult(BonusStanding.Paid);

    public Task Block(SubmissionAddress submission, string reason, CancellationToken cancel) => Task.CompletedTask;

    public Task Unblock(SubmissionAddress submission, string reason, CancellationToken cancel) => Task.CompletedTask;

    public Task Message(SubmissionAddress submission, Letter letter, CancellationToken cancel) =>
        throw new Nights.Channels.Faults.ChannelRefusedException("Who comes to our own page is known by a pseudonym alone; there is nowhere to write to.");

    public NotificationReading ReadNotification(NotificationRequest request, DateTimeOffset now) =>
        NotificationReading.Refused("Our own page sends no notifications.");

    private async Task<StudyStanding> Standing(StudyOrder order, RemoteStudyState state, CancellationToken cancel)
    {
        await using var command = source.CreateCommand("select count(*) from submission where study_id = $1");
        command.Parameters.AddWithValue(order.Id);
        var taken = (int)(long)(await command.ExecuteScalarAsync(cancel))!;
        return new StudyStanding(order.Key, state, state.ToString().ToLowerInvariant(), order.Places, taken);
    }
}
