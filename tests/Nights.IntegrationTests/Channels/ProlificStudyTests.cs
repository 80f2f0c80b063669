using Nights.Campaigns.Calls;
using Nights.Campaigns.Channels;
using Nights.Campaigns.Payments;
using Nights.Campaigns.Reconciliation;
using Nights.Database;
using Nights.Database.Channels;
using Nights.TestServers;
using Nights.TestServers.Marketplaces;
using Nights.TestServers.Prolific;
using Microsoft.EntityFrameworkCore;

namespace Nights.IntegrationTests.Channels;

public sealed class ProlificStudyTests(PostgresCluster cluster)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static readonly CallFault[] EveryFault = [CallFault.ErrorBefore, CallFault.ErrorAfter, CallFault.SilentAfter, CallFault.SilentBefore, CallFault.Busy];

    [Fact]
    public async Task A_study_lives_from_publishing_to_its_last_payment_through_every_fault()
    {
        await using var prolific = await ProlificServer.Start();
        await using var work = await Start(prolific);
        // The answer of the creation is lost after three that never arrived, and the answer of the publishing too.
        prolific.Faults.Next("POST /api/v1/studies/", CallFault.Busy, CallFault.SilentBefore, CallFault.ErrorBefore, CallFault.SilentAfter, CallFault.ErrorAfter);
        var study = await work.Publish("prolific", 45);
        await work.Settle(study);
        await work.Host.Get<FindStrays>().Run(Cancel);

        var remote = prolific.Studies.ShouldHaveSingleItem("a study that was made twice would take people twice");
        (remote.Status, remote.Places).ShouldBe(("ACTIVE", 45));

        // 46 places are wanted by now; somebody returns, somebody runs out of time, somebody leaves in the middle.
        prolific.Faults.Next("PATCH", CallFault.SilentAfter);
        await work.Post($"studies/{study}/extend", new { places = 46 });
        await work.Settle(study);
        prolific.Studies[0].Places.ShouldBe(46);
        await work.Post($"studies/{study}/extend", new { places = 40 }, refused: true);

        var people = new List<ProlificSubmission>();
        for (var i = 0; i < 46; i++)
        {
            var submission = prolific.Take(remote, $"person-{i}");
            people.Add(submission);
            if (i is 0) prolific.Set(submission, "RETURNED");
            else if (i is 1) prolific.Set(submission, "TIMED-OUT");
            else await Work(work, prolific, remote, submission, answers: i is 2 ? 1 : StudyAtWork.Trials);
        }

        prolific.Faults.Next("GET /api/v1/submissions/", CallFault.ErrorBefore, CallFault.SilentBefore);
        prolific.Faults.Next("/transition/", [.. EveryFault, .. EveryFault]);
        await work.Turn(study);
        await work.Turn(study);
        await work.Settle(study);

        people.Count(one => one.Status is "APPROVED").ShouldBe(43, await work.Faults(study));
        people[2].Status.ShouldBe("AWAITING REVIEW", "who stopped early waits for a person");
        (await work.Ledger(study, LedgerStep.Promised)).ShouldBe((43, 43 * 20));
        (await work.Ledger(study, LedgerStep.Paid)).ShouldBe((43, 43 * 20));
        (await work.Get($"studies/{study}")).GetProperty("waiting").GetInt32().ShouldBe(1);
        prolific.Complaints.ShouldBeEmpty();
        prolific.Faults.Waiting.ShouldBe(0);
    }

    [Fact]
    public async Task A_bonus_whose_payment_is_not_repeatable_there_is_paid_once_through_time_outs_and_slowness()
    {
        await using var prolific = await ProlificServer.Start();
        await using var work = await Start(prolific, ("Channels:Prolific:BonusPatienceMinutes", "60"));
        var study = await work.Publish("prolific", 3);
        await work.Settle(study);
        var remote = prolific.Studies[0];
        var people = new List<ProlificSubmission>();
        for (var i = 0; i < 3; i++)
        {
            people.Add(prolific.Take(remote, $"person-{i}"));
            await Work(work, prolific, remote, people[i], seconds: 600);
        }

        await work.Turn(study);
        await work.Settle(study);
        var view = await work.Get($"studies/{study}");
        view.GetProperty("medianSeconds").GetDouble().ShouldBe(600, 5);
        view.GetProperty("hourlyMinor").GetInt64().ShouldBeInRange(118, 122);
        var proposed = view.GetProperty("topUpMinor").GetInt64();
        proposed.ShouldBeInRange(177, 183, "the promise is 12 an hour for a minute's work, and ten minutes were needed");

        // The money moves some calls later, the answer of the first payment is lost, and the second never reaches them.
        prolific.BonusDelay = 6;
        prolific.Faults.Next("/pay/", CallFault.SilentAfter, CallFault.ErrorBefore);
        await work.Post($"studies/{study}/top-up", new { amountMinor = proposed });
        await work.Post($"studies/{study}/top-up", new { amountMinor = proposed });
        for (var turn = 0; turn < 20; turn++)
        {
            await work.Turn(study);
            await Task.Delay(20, Cancel);
        }

        people.Count(one => one.Bonuses.Count is 1).ShouldBe(2, "two are paid, and one question is of unknown fate");
        var kind = $"bonus:top-up-{proposed}";
        (await work.Ledger(study, LedgerStep.Paid, kind)).Lines.ShouldBe(2);

        // After longer than Prolific ever takes, it is asked for again.
        await work.Host.Do("update channel_call set asked_at = asked_at - interval '2 hours', not_before = now() where kind = 7 and state = 0");
        await work.Settle(study);
        foreach (var person in people) person.Bonuses.ShouldBe([proposed]);
        (await work.Ledger(study, LedgerStep.Paid, kind)).ShouldBe((3, 3 * proposed));
        (await work.Get($"studies/{study}")).GetProperty("topUpMinor").GetInt64().ShouldBeLessThanOrEqualTo(3);
        (await work.Host.Ask<long>("select committed_minor from campaign")).ShouldBe(3 * proposed, "a top-up comes out of the cap once");
        prolific.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_process_that_dies_between_ledger_and_call_or_after_the_call_leaves_nobody_unpaid_and_pays_nobody_twice()
    {
        await using var prolific = await ProlificServer.Start();
        await using var work = await Start(prolific, ("Channels:ApproveByRule", "false"));
        var study = await work.Publish("prolific", 2);
        await work.Settle(study);
        var people = new[] { prolific.Take(prolific.Studies[0], "ada"), prolific.Take(prolific.Studies[0], "bob") };
        foreach (var person in people) await Work(work, prolific, prolific.Studies[0], person);
        await work.Turn(study);

        // The decisions are stored by a process that rings nobody's bell: it is about to die.
        var dying = new DecideSubmission(work.Host.Get<IDbContextFactory<NightsDb>>(), new ChannelBell(), TimeProvider.System);
        foreach (var person in people) (await dying.Approve(await work.Submission("prolific", person.Id), soft: false, null, "dying", Cancel)).ShouldBeNull();
        (await work.Ledger(study, LedgerStep.Promised)).Lines.ShouldBe(2);

        var (before, after) = ((await work.Host.Get<TakeCall>().Next(Cancel))!, (await work.Host.Get<TakeCall>().Next(Cancel))!);
        var address = await work.Host.Ask<Guid>("select submission_id from channel_call where id = $1", after.Id);
        var paid = people.Single(person => work.Submission("prolific", person.Id).GetAwaiter().GetResult() == address);
        prolific.Set(paid, "APPROVED");
        (await work.Host.Get<TakeCall>().Next(Cancel)).ShouldBeNull("the dead still hold them");

        await work.Host.Do("update channel_call set not_before = now() - interval '1 second' where state = 1");
        await work.Settle(study);
        before.Kind.ShouldBe(CallKind.Approve);
        people.ShouldAllBe(person => person.Status == "APPROVED");
        (await work.Ledger(study, LedgerStep.Paid)).Lines.ShouldBe(2);
        prolific.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_final_there_overrides_what_was_wished_for_here_and_made_up_ids_are_paid_to_nobody()
    {
        await using var prolific = await ProlificServer.Start();
        await using var work = await Start(prolific);
        var study = await work.Publish("prolific", 5);
        await work.Settle(study);
        var remote = prolific.Studies[0];
        var (returned, stolen, rejected) = (prolific.Take(remote, "ada"), prolific.Take(remote, "bob"), prolific.Take(remote, "cleo"));
        await Work(work, prolific, remote, returned, answers: 1);
        prolific.Complete(stolen, Code(remote));
        await work.Land("prolific", "mallory", stolen.Id, remote.Id);
        await work.Land("prolific", "eve", "000000000000000000made-up", remote.Id);
        await Work(work, prolific, remote, rejected, answers: 1);
        // Ada's wish to return arrives there before our approval does.
        await work.Turn(study);
        var silent = new DecideSubmission(work.Host.Get<IDbContextFactory<NightsDb>>(), new ChannelBell(), TimeProvider.System);
        (await silent.Approve(await work.Submission("prolific", returned.Id), soft: false, null, "tester", Cancel)).ShouldBeNull();
        prolific.Set(returned, "RETURNED");
        await work.Settle(study);

        returned.Status.ShouldBe("RETURNED");
        stolen.Status.ShouldBe("AWAITING REVIEW", "the one who came is not the one who would be paid");
        (await work.Ledger(study, LedgerStep.Void)).Lines.ShouldBe(1);
        (await work.Ledger(study, LedgerStep.Paid)).Lines.ShouldBe(0);
        (await work.Get($"studies/{study}")).GetProperty("unverified").GetInt32().ShouldBe(1);

        // A rejection is a person's, has a category, and is explained in a hundred characters.
        var id = await work.Submission("prolific", rejected.Id);
        await work.Post($"submissions/{id}/reject", new { category = "LOW_EFFORT", message = "too little" }, refused: true);
        await work.Post($"submissions/{id}/reject", new { category = "LOW_EFFORT", message = new string('x', 60) + " you answered one trial of four, and nothing else." });
        await work.Settle(study);
        rejected.Status.ShouldBe("REJECTED");
        await work.Post($"submissions/{id}/approve", new { }, refused: true);

        // Paid for what was done all the same, written to, and let in no more.
        await work.Post($"submissions/{await work.Submission("prolific", returned.Id)}/bonus", new { amountMinor = 10, cause = "returned", reason = "for the part you did" });
        prolific.Faults.Next("POST /api/v1/messages/", CallFault.SilentAfter);
        await work.Post($"submissions/{await work.Submission("prolific", returned.Id)}/message", new { text = "Thank you for your time." });
        await work.Post($"submissions/{await work.Submission("prolific", returned.Id)}/block", new { reason = "test" });
        await work.Settle(study);
        returned.Bonuses.ShouldBe([10]);
        prolific.Messages.ShouldHaveSingleItem().ShouldBe(("ada", "Thank you for your time."));
        prolific.Groups["blocked"].ShouldBe(["ada"]);
        prolific.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task Notifications_that_come_twice_too_late_or_never_change_nothing_in_the_end()
    {
        await using var prolific = await ProlificServer.Start();
        await using var work = await Start(prolific);
        var study = await work.Publish("prolific", 3);
        await work.Settle(study);
        var person = prolific.Take(prolific.Studies[0], "ada");
        await work.Turn(study);
        await Work(work, prolific, prolific.Studies[0], person);
        var now = TimeProvider.System.GetUtcNow();
        await Hear("e1", now, 3);
        await Hear("e1", now, 3);
        await work.Host.Get<HandleNotifications>().Run(Cancel);
        await work.Settle(study);
        person.Status.ShouldBe("APPROVED");

        await Hear("e0", now.AddMinutes(-1), 2);
        await work.Host.Get<HandleNotifications>().Run(Cancel);
        (await work.Host.Ask<short>("select remote_state from submission")).ShouldBe((short)4, "older news is no news");
        (await work.Ledger(study, LedgerStep.Paid)).Lines.ShouldBe(1);

        Task Hear(string id, DateTimeOffset at, short state) => work.Host.Do(
            "insert into channel_notification (channel, event_id, at, kind, submission_key, submission_state, received_at) select 'prolific', $1, $2, 'submission.status.change', external_key, $3, now() from submission on conflict do nothing",
            id, at, state);
    }

    [Fact]
    public async Task A_study_that_is_stopped_or_refused_leaves_nothing_open_there()
    {
        await using var prolific = await ProlificServer.Start();
        await using var work = await Start(prolific);
        var study = await work.Publish("prolific", 3);
        await work.Settle(study);
        await work.Post($"studies/{study}/pause", new { });
        await work.Settle(study);
        prolific.Studies[0].Status.ShouldBe("PAUSED");
        await work.Post($"studies/{study}/resume", new { });
        await work.Settle(study);
        prolific.Studies[0].Status.ShouldBe("ACTIVE");
        prolific.Faults.Next("/transition/", CallFault.SilentAfter);
        await work.Post($"studies/{study}/stop", new { });
        await work.Settle(study);
        prolific.Studies[0].Status.ShouldBe("AWAITING REVIEW");

        // Somebody starts it again behind our back.
        prolific.Studies[0].Status = "ACTIVE";
        (await work.Host.Get<FindStrays>().Run(Cancel)).ShouldBe(1);
        prolific.Studies[0].Status.ShouldBe("AWAITING REVIEW");
    }

    private Task<StudyAtWork> Start(ProlificServer prolific, params (string Key, string Value)[] more) => StudyAtWork.Start(cluster, [
        ("Channels:Prolific:Api", prolific.Api), ("Channels:Prolific:Token", ProlificServer.Token), ("Channels:Prolific:PageSize", "20"), ("Channels:Prolific:BlockGroup", "blocked"), .. more]);

    private static string Code(ProlificStudy study) => study.Draft.GetProperty("completion_codes")[0].GetProperty("code").GetString()!;

    private static async Task Work(
        StudyAtWork work, ProlificServer prolific, ProlificStudy study, ProlificSubmission submission, int answers = StudyAtWork.Trials, int seconds = 60)
    {
        await work.Land("prolific", submission.Participant, submission.Id, study.Id, answers, seconds: seconds);
        prolific.Complete(submission, Code(study));
    }
}
