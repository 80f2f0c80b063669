using Nights.Database.Channels;
using Nights.IntegrationTests.Campaigns;
using Nights.TestServers;
using Npgsql;

namespace Nights.IntegrationTests.Channels;

public sealed class OwnStudyTests(PostgresCluster cluster)
{
    [Fact]
    public async Task On_our_own_page_what_is_owed_stays_owed_until_a_payout_is_recorded_once()
    {
        await using var work = await StudyAtWork.Start(cluster);
        var study = await work.Publish("own", 3);
        await work.Settle(study);
        (await work.Get($"studies/{study}")).GetProperty("state").GetString().ShouldBe("open");
        foreach (var person in new[] { "ada", "bob" }) await work.TakePlace(study, "own", await work.Land("own", person, null));
        await work.TakePlace(study, "own", await work.Land("own", "cleo", null, answers: 0));
        await work.Turn(study);
        await work.Settle(study);

        (await work.Ledger(study, LedgerStep.Promised)).ShouldBe((2, 40));
        (await work.Ledger(study, LedgerStep.Paid)).Lines.ShouldBe(0, "nothing moves money here but the operator");
        var submissions = (await work.Get($"studies/{study}/submissions")).GetProperty("items").EnumerateArray().Where(row => row.GetProperty("promisedMinor").GetInt64() > 0).ToList();
        foreach (var row in submissions) await work.Post($"submissions/{row.GetProperty("id").GetGuid()}/payout", new { reference = "voucher 17" });
        await work.Post($"submissions/{submissions[0].GetProperty("id").GetGuid()}/payout", new { reference = "voucher 18" }, refused: true);
        (await work.Ledger(study, LedgerStep.Paid)).ShouldBe((2, 40));
    }

    [Fact]
    public async Task A_rehearsal_is_a_whole_study_whose_money_is_only_written_down()
    {
        await using var work = await StudyAtWork.Start(cluster);
        var study = await work.Publish("rehearsal", 2);
        await work.Settle(study);
        await work.TakePlace(study, "rehearsal", await work.Land("rehearsal", "sim-1", null));
        await work.TakePlace(study, "rehearsal", await work.Land("rehearsal", "sim-2", null, excluded: true));
        await work.Turn(study);
        await work.Settle(study);
        (await work.Ledger(study, LedgerStep.Paid)).ShouldBe((2, 40));
        (await work.Host.Ask<long>("select count(*) from submission where verdict = 2")).ShouldBe(1, "who was excluded is paid, and their answers are left out");
    }

    [Fact]
    public async Task Answers_of_a_submission_that_is_soft_rejected_count_no_more_until_it_is_approved_after_all()
    {
        await using var work = await StudyAtWork.Start(cluster);
        var study = await work.Publish("own", 1);
        await work.Settle(study);
        var session = await work.Land("own", "ada", null, answers: 3);
        await work.TakePlace(study, "own", session);
        await CampaignsHost.Until(async () => await work.Host.Ask<long>("select count(*) from triplet") > 0, "triplets are planned");
        await work.Host.Do("update triplet set state = 1, round = 1, votes_a = 1 where number = 1");
        await work.Host.Do(
            """
            insert into vote (campaign_id, trial_id, submission_id, session_id, participant_id, triplet_id, round, choice, a_on_left, response_ms, status, pay_minor, cast_at)
            select $1, gen_random_uuid(), gen_random_uuid(), s.id, s.participant_id, t.id, 1, 0, true, 900, 0, 5, now() from hit_session s, triplet t where s.id = $2 and t.number = 1
            """, work.Campaign, session);
        var id = await work.Host.Ask<Guid>("select id from submission");

        await work.Post($"submissions/{id}/soft-reject", new { }, refused: true);
        (await Counted()).ShouldBe((1, 1));
        await work.Post($"submissions/{id}/soft-reject", new { reason = "pressed left throughout" });
        (await Counted()).ShouldBe((0, 0));
        (await work.Ledger(study, LedgerStep.Promised)).ShouldBe((1, 20), "whose answers are left out is paid all the same");
        await work.Post($"submissions/{id}/approve", new { reason = "it was the page" });
        (await Counted()).ShouldBe((1, 1));
        (await work.Ledger(study, LedgerStep.Promised)).ShouldBe((1, 20), "and once");

        async Task<(long Votes, int Tally)> Counted() => (
            await work.Host.Ask<long>("select count(*) from vote where triplet_id is not null and status = 0"), await work.Host.Ask<int>("select votes_a from triplet where number = 1"));
    }

    [Fact]
    public async Task The_ledger_refuses_to_be_changed()
    {
        await using var work = await StudyAtWork.Start(cluster);
        var study = await work.Publish("rehearsal", 1);
        await work.Settle(study);
        await work.TakePlace(study, "rehearsal", await work.Land("rehearsal", "sim-1", null));
        await work.Turn(study);
        await work.Settle(study);
        foreach (var change in new[] { "update ledger_entry set amount_minor = 0", "delete from ledger_entry", "truncate ledger_entry" })
            (await Should.ThrowAsync<PostgresException>(work.Host.Do(change))).MessageText.ShouldContain("only added to");
    }

    [Fact]
    public async Task What_a_channel_cannot_do_is_refused_with_the_mend()
    {
        await using var work = await StudyAtWork.Start(cluster);
        var path = $"campaigns/{work.Campaign}/studies";
        (await work.Post(path, new { channel = "prolific", places = 1 }, refused: true)).GetProperty("detail").GetString()!.ShouldContain("Channels__Prolific__Token");
        (await work.Post(path, new { channel = "mturk", places = 1 }, refused: true)).GetProperty("detail").GetString()!.ShouldContain("closed on 30 September 2026");
        (await work.Post(path, new { channel = "own", places = 5000 }, refused: true)).GetProperty("detail").GetString()!.ShouldContain("At most 2500 places");
        (await work.Post(path, new { channel = "pigeon", places = 1 }, refused: true)).GetProperty("detail").GetString()!.ShouldContain("own, rehearsal, prolific, mturk");
    }
}
