using Nights.Campaigns.Reconciliation;
using Nights.Database.Channels;
using Nights.TestServers;
using Nights.TestServers.Marketplaces;
using Nights.TestServers.MechanicalTurk;

namespace Nights.IntegrationTests.Channels;

public sealed class TurkStudyTests(PostgresCluster cluster)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static readonly CallFault[] EveryFault = [CallFault.ErrorBefore, CallFault.ErrorAfter, CallFault.SilentAfter, CallFault.SilentBefore, CallFault.Busy];

    [Fact]
    public async Task A_study_lives_from_publishing_to_its_last_payment_through_every_fault()
    {
        await using var turk = await TurkServer.Start();
        await using var work = await Start(turk);
        turk.PageLimit = 3;
        turk.Faults.Next("CreateHITWithHITType", CallFault.Busy, CallFault.SilentBefore, CallFault.ErrorBefore, CallFault.SilentAfter, CallFault.ErrorAfter);
        turk.Faults.Next("CreateHITType", CallFault.ErrorAfter);
        var study = await work.Publish("mturk", 20);
        await work.Settle(study);
        turk.Hits.Select(hit => hit.Places).ShouldBe([9, 9, 2], "blocks of nine, each once");
        turk.Hits.Select(hit => hit.Type).Distinct().ShouldHaveSingleItem();

        turk.Faults.Next("CreateHITWithHITType", CallFault.SilentAfter);
        await work.Post($"studies/{study}/extend", new { places = 25 });
        await work.Settle(study);
        turk.Hits.Sum(hit => hit.Places).ShouldBe(25);

        var handedIn = new List<TurkAssignment>();
        using var browser = new HttpClient();
        foreach (var (hit, number) in turk.Hits.SelectMany((hit, number) => Enumerable.Range(0, hit.Places).Select(place => (hit, (number * 9) + place))))
        {
            var assignment = turk.Accept(hit, $"P{number}");
            if (number is 0)
            {
                turk.Return(assignment);
                continue;
            }

            await HandIn(work, turk, browser, assignment);
            handedIn.Add(assignment);
        }

        turk.Faults.Next("ListAssignmentsForHIT", CallFault.ErrorBefore, CallFault.SilentBefore);
        turk.Faults.Next("ApproveAssignment", [.. EveryFault, .. EveryFault]);
        turk.ApproveByClock(handedIn[0]);
        for (var turn = 0; turn < 3; turn++) await work.Turn(study);
        await work.Settle(study);
        handedIn.ShouldAllBe(one => one.Status == "Approved" && one.Paid == 1);
        (await work.Ledger(study, LedgerStep.Promised)).ShouldBe((24, 24 * 20));
        (await work.Ledger(study, LedgerStep.Paid)).ShouldBe((24, 24 * 20));

        // The answer to a bonus is lost: the token makes the second call an error that means success.
        turk.Faults.Next("SendBonus", CallFault.SilentAfter);
        var id = await work.Submission("mturk", handedIn[1].Id);
        await work.Post($"submissions/{id}/bonus", new { amountMinor = 25, cause = "thanks", reason = "for careful work" });
        await work.Post($"submissions/{id}/bonus", new { amountMinor = 25, cause = "thanks", reason = "for careful work" });
        await work.Post($"submissions/{id}/message", new { text = "Thank you." });
        await work.Post($"submissions/{id}/block", new { reason = "test" });
        await work.Settle(study);
        handedIn[1].Bonuses.ShouldBe([0.25m]);
        (await work.Ledger(study, LedgerStep.Paid, "bonus:thanks")).ShouldBe((1, 25));
        turk.Messages.ShouldHaveSingleItem().ShouldBe((handedIn[1].Person, "Thank you."));
        turk.Blocks.Keys.ShouldBe([handedIn[1].Person]);

        turk.Faults.Next("UpdateExpirationForHIT", CallFault.SilentAfter);
        await work.Post($"studies/{study}/stop", new { });
        await work.Settle(study);
        turk.Hits.ShouldAllBe(hit => hit.Expires < TimeProvider.System.GetUtcNow());
        (await work.Host.Get<FindStrays>().Run(Cancel)).ShouldBe(0);
        turk.Complaints.ShouldBeEmpty();
        turk.Faults.Waiting.ShouldBe(0);
    }

    [Fact]
    public async Task A_rejection_is_taken_back_and_the_work_paid_once()
    {
        await using var turk = await TurkServer.Start();
        await using var work = await Start(turk, ("Channels:ApproveByRule", "false"));
        var study = await work.Publish("mturk", 1);
        await work.Settle(study);
        using var browser = new HttpClient();
        var assignment = turk.Accept(turk.Hits[0], "P1");
        await HandIn(work, turk, browser, assignment);
        await work.Turn(study);
        var id = await work.Submission("mturk", assignment.Id);
        await work.Post($"submissions/{id}/reject", new { category = "FAILED_CHECK", message = new string('x', 100) });
        await work.Settle(study);
        assignment.Status.ShouldBe("Rejected");

        turk.Faults.Next("ApproveAssignment", CallFault.SilentAfter);
        await work.Post($"submissions/{id}/approve", new { reason = "we were wrong" });
        await work.Settle(study);
        (assignment.Status, assignment.Paid).ShouldBe(("Approved", 1));
        (await work.Ledger(study, LedgerStep.Paid)).Lines.ShouldBe(1);
        turk.Complaints.ShouldBeEmpty();
    }

    private Task<StudyAtWork> Start(TurkServer turk, params (string Key, string Value)[] more) => StudyAtWork.Start(cluster, [
        ("Channels:MechanicalTurk:Endpoint", turk.Endpoint), ("Channels:MechanicalTurk:AccessKey", TurkServer.AccessKey), ("Channels:MechanicalTurk:SecretKey", TurkServer.SecretKey), .. more]);

    /// <summary>The participant's browser posts the form.</summary>
    private static async Task HandIn(StudyAtWork work, TurkServer turk, HttpClient browser, TurkAssignment assignment)
    {
        await work.Land("mturk", assignment.Person, assignment.Id);
        using var form = new FormUrlEncodedContent([new("assignmentId", assignment.Id), new("code", $"CODE-{assignment.Person}")]);
        (await browser.PostAsync(new Uri($"{turk.Endpoint}mturk/externalSubmit"), form, Cancel)).EnsureSuccessStatusCode();
    }
}
