using Nights.FaultTests.Local;
using Nights.TestServers.Marketplaces;
using Nights.TestServers.Prolific;

namespace Nights.FaultTests.Channels;

/// <summary>kill -9 of the local host while it publishes, approves and pays on a marketplace, each time after a call whose answer never came.</summary>
public sealed class KilledChannelTests
{
    private const int People = 6, Kills = 3, BonusMinor = 5;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(180);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Killed_while_it_publishes_approves_and_pays_it_makes_one_study_pays_everybody_and_nobody_twice()
    {
        await using var prolific = await ProlificServer.Start();
        await using var host = await LocalHostProcess.Start(Cancel, new Dictionary<string, string?>
        {
            ["Channels__Prolific__Api"] = prolific.Api,
            ["Channels__Prolific__Token"] = ProlificServer.Token,
            ["Channels__ApproveByRule"] = "false",
            ["Channels__PollSeconds"] = "0.1",
            ["Channels__ReconcileSeconds"] = "1",
            ["Channels__RetrySeconds"] = "0.05",
            ["Channels__CallLeaseSeconds"] = "3",
        });
        var campaign = await host.StartCampaign(Spec, Cancel);
        await host.Until($"campaigns/{campaign}", view => view.GetProperty("painting").GetProperty("painted").GetInt32() is 12, Patience, Cancel);

        prolific.Faults.Next("POST /api/v1/studies/", CallFault.SilentAfter);
        var study = (await host.Post($"campaigns/{campaign}/studies", new { channel = "prolific", places = People }, Cancel)).GetProperty("id").GetGuid();
        await KilledAfter(host, prolific, "POST /api/v1/studies/");
        await Until(host, () => prolific.Studies.Any(one => one.Status is "ACTIVE"));
        var remote = prolific.Studies.ShouldHaveSingleItem("a study that was made twice would take people twice");

        var people = new List<ProlificSubmission>();
        for (var i = 0; i < People; i++)
        {
            people.Add(prolific.Take(remote, $"person-{i}"));
            prolific.Complete(people[i], await Participant.DoesTheHit(ProlificServer.Address(remote, people[i]), Cancel));
        }

        var waiting = await host.Until($"studies/{study}/submissions", list => list.GetProperty("items").EnumerateArray().Count(row => row.GetProperty("verified").GetBoolean() && row.GetProperty("finished").GetBoolean()) is People, Patience, Cancel);
        var submissions = waiting.GetProperty("items").EnumerateArray().Select(row => row.GetProperty("id").GetGuid()).ToList();
        for (var number = 0; number < People; number++)
        {
            if (number < Kills) prolific.Faults.Next("/transition/", CallFault.SilentAfter);
            await host.Post($"submissions/{submissions[number]}/approve", new { }, Cancel);
            if (number < Kills) await KilledAfter(host, prolific, "/transition/");
        }

        await Until(host, () => people.TrueForAll(one => one.Status is "APPROVED"));
        await Until(host, async () => await Lines(host, "kind = 'reward' and step = 1") is People);

        prolific.Faults.Next("/pay/", CallFault.SilentAfter);
        await host.Post($"studies/{study}/top-up", new { amountMinor = BonusMinor, reason = "it took longer than we thought" }, Cancel);
        await KilledAfter(host, prolific, "/pay/");
        await Until(host, async () => await Lines(host, "kind <> 'reward' and step = 1") is People);

        foreach (var person in people) person.Bonuses.ShouldBe([BonusMinor], person.Participant);
        (await Lines(host, "kind = 'reward' and step = 1")).ShouldBe(People);
        (await Lines(host, "step = 0")).ShouldBe(2 * People);
        (await Lines(host, "step = 2")).ShouldBe(0);
        prolific.Studies.Count.ShouldBe(1);
        prolific.Complaints.ShouldBeEmpty();
    }

    private const string Spec = """
        name: killed-channel
        seed: 3
        prompts:
          categories: [dog, house, apple, boat]
        painting:
          count: 12
          model: procedural
          size: 128
          steps: 2
        quality:
          practice: 0
          practiceRight: 0
          goldShare: 0
          trialsPerCheck: 0
          trialsPerRepeat: 0
        hit:
          trialsPerPage: 4
          trialsPerHit: 4
          minutes: 1
        budget:
          currency: USD
          payPerTrialMinor: 5
          capMinor: 50000
        """;

    /// <summary>Kills the host as soon as the marketplace has heard such a call once more, and starts it again.</summary>
    private static async Task KilledAfter(LocalHostProcess host, ProlificServer prolific, string call)
    {
        // The answer that never comes is the one being waited for: the call has had its effect, and the host does not know.
        await Until(host, () => prolific.Faults.Waiting is 0);
        prolific.Calls.ShouldContain(made => made.Contains(call));
        await host.Kill();
        await host.StartAgain(Cancel);
    }

    private static async Task<long> Lines(LocalHostProcess host, string where) => (await host.Query<long>($"select count(*) from ledger_entry where {where}", Cancel))[0];

    private static Task Until(LocalHostProcess host, Func<bool> wanted) => Until(host, () => Task.FromResult(wanted()));

    private static async Task Until(LocalHostProcess host, Func<Task<bool>> wanted)
    {
        for (var started = TimeProvider.System.GetTimestamp(); !await wanted(); await Task.Delay(50, Cancel))
            if (TimeProvider.System.GetElapsedTime(started) > Patience) throw new TimeoutException(host.Output);
    }
}
