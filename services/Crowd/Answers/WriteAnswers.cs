using Nights.Crowd.Campaigns;
using Nights.Crowd.Database;
using Nights.Database.Crowd.Deciding;
using Nights.Domain.Triplets;
using Nights.Domain.Voting;
using Npgsql;
using static Nights.Crowd.Database.Statements;

namespace Nights.Crowd.Answers;

/// <summary>
/// The statements that store some answers and let them have their effect: votes, slots, triplets, pages and sessions, a statement each, however many answers there are.
/// Their scenes are locked, and their triplets are different ones.
/// </summary>
internal sealed class WriteAnswers(IReadOnlyList<DecidedAnswer> answers, int reportsBeforeVoid, DateTimeOffset now)
{
    private const string Votes =
        """
        insert into vote (campaign_id, trial_id, submission_id, session_id, participant_id, triplet_id, gold_id, round, choice, a_on_left, "right",
            response_ms, status, pay_minor, cast_at, timing, skill)
        select campaign, trial, submission, session, participant, triplet, gold, round, choice, a_on_left, was_right, response_ms, status, pay, $16, timing::jsonb, skill
        from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $17)
            a (campaign, trial, submission, session, participant, triplet, gold, round, choice, a_on_left, was_right, response_ms, status, pay, timing, skill)
        returning trial_id, id
        """;

    private const string Fill =
        "update slot s set state = 2, page_id = f.page, participant_id = f.participant from unnest($1, $2, $3) f (slot, page, participant) where s.id = f.slot";

    private const string Reopen = "update slot set state = 0, page_id = null, participant_id = null, expires_at = null where id = any($1)";

    private readonly List<TripletChanges> changes = [];

    /// <summary>Triplets that these answers decided.</summary>
    public (int Accepted, int Dropped) Triplets => (changes.Sum(change => change.Accepted), changes.Sum(change => change.Dropped));

    /// <summary>Adds the statements; the first gives the trial and the vote of each answer.</summary>
    public void Add(NpgsqlBatch batch)
    {
        AddVotes(batch);
        var filled = answers.Where(answer => answer.Status is VoteStatus.Counted).ToArray();
        if (filled.Length > 0)
        {
            batch.Add(Fill, Value(Array.ConvertAll(filled, answer => answer.Trial.Slot!.Value)), Value(Array.ConvertAll(filled, answer => answer.Trial.Page)),
                Value(Array.ConvertAll(filled, answer => answer.Caller.ParticipantId)));
        }

        var reopened = new List<long>();
        foreach (var campaign in answers.GroupBy(answer => answer.Caller.Campaign.Id)) Settle([.. campaign], campaign.First().Caller.Campaign, reopened);
        if (reopened.Count > 0) batch.Add(Reopen, Value(reopened.ToArray()));
        foreach (var change in changes) change.Write(batch);
        ClosePages(batch);
    }

    private void AddVotes(NpgsqlBatch batch) => batch.Add(
        Votes,
        Each(answer => answer.Caller.Campaign.Id), Each(answer => answer.Answer.Trial), Each(answer => answer.Answer.Submission), Each(answer => answer.Caller.SessionId),
        Each(answer => answer.Caller.ParticipantId), Each(answer => answer.Trial.Triplet), Each(answer => answer.Trial.Gold),
        Each(answer => answer.Scene.Triplet is null ? 0 : answer.Trial.SlotRound), Each(answer => (short?)answer.Choice), Each(answer => answer.Trial.AOnLeft),
        Each(answer => answer.Right), Each(answer => answer.Answer.ResponseMs), Each(answer => (short)answer.Status), Each(answer => answer.Caller.Campaign.PayMinor),
        Each(answer => answer.Answer.Measured), Value(now), Each(answer => answer.Skill?.BasisPoints));

    /// <summary>The effect of one campaign's answers on its triplets and their slots.</summary>
    private void Settle(DecidedAnswer[] own, RunningCampaign campaign, List<long> reopened)
    {
        var change = new TripletChanges(campaign.Id, campaign.Policy, now);
        foreach (var answer in own)
        {
            var trial = answer.Trial;
            switch (answer.Status)
            {
                case VoteStatus.Counted:
                    change.Settle(answer.Scene.Triplet!, campaign.Policy.Add(answer.Scene.Triplet!.Ballot, answer.Choice!.Value, answer.Skill), trial.Slot);
                    break;
                // Somebody else may see it better; when enough do not, it is taken out.
                case VoteStatus.Reported when answer.Scene.Triplet is { State: TripletState.Queued } reported && answer.Scene.Reports + 1 >= reportsBeforeVoid:
                    change.Void(reported);
                    break;
                case VoteStatus.Reported or VoteStatus.Slow when answer.HoldsSlot:
                    reopened.Add(trial.Slot!.Value);
                    break;
            }
        }

        changes.Add(change);
    }

    /// <summary>The last answer closes the page; the last of a practice page also says whether practice was passed.</summary>
    private void ClosePages(NpgsqlBatch batch)
    {
        var last = answers.Where(answer => answer.Scene.EndsPage).ToArray();
        if (last.Length is 0) return;
        batch.Add("update page set closed_at = $2 where id = any($1)", Value(Array.ConvertAll(last, answer => answer.Trial.Page)), Value(now));
        var practice = last.Where(answer => answer.Trial.Practice).ToLookup(Passed, answer => answer.Caller.SessionId);
        if (practice[true].ToArray() is { Length: > 0 } passed) batch.Add("update hit_session set warm_at = $2 where id = any($1)", Value(passed), Value(now));
        if (practice[false].ToArray() is { Length: > 0 } failed) batch.Add("update hit_session set practice_failures = practice_failures + 1 where id = any($1)", Value(failed));
    }

    private static bool Passed(DecidedAnswer answer) =>
        answer.Scene.PageRight + (answer.Right is true ? 1 : 0) >= answer.Caller.Campaign.Spec.Quality.PracticeRight;

    private NpgsqlParameter<T[]> Each<T>(Func<DecidedAnswer, T> value)
    {
        var values = new T[answers.Count];
        for (var i = 0; i < values.Length; i++) values[i] = value(answers[i]);
        return Value(values);
    }
}
