using Nights.Database.Channels;
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
