using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Nights.Campaigns.Privacy;
using Nights.Crowd.Embedding;
using Nights.Database;
using Nights.Database.Channels;
using Nights.Database.Crowd.Marks;
using Nights.Database.Operators;
using Nights.Domain.Quality;
using Nights.Hosting.Secrecy;
using Nights.TestServers;

namespace Nights.IntegrationTests.Crowd;

/// <summary>What a person may ask for: everything about them, and that it goes.</summary>
public sealed class ErasureTests(PostgresCluster cluster)
{
    private const string External = "A1EXTERNAL9WORKER", Assignment = "3ASSIGNMENT7OF9THEIRS";
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nothing_stored_holds_the_external_id_after_erasure_and_the_answers_stay()
    {
        await using var host = await Start();
        var campaign = await host.Campaign(8);
        var (visitor, person) = await Somebody(host, campaign);
        var pseudonym = host.Services.GetRequiredService<Pseudonyms>().Person(MarketPage.Name, External);
        var before = await Tallies(host, campaign);
        await Paid(host, campaign, person);
        var held = await Held(host, External, pseudonym);
        held.Select(place => place[(place.LastIndexOf('.') + 1)..]).ShouldBe(
            ["submission", "channel_call", "participant_mark", "participant", "audit_entry", "vote", "hit_session"], ignoreOrder: true, "The search must be able to find what is there.");

        var erased = await Erase(host).Run(person, "tester", Cancel);

        erased.ShouldBe(new ErasePerson.Erased(Sessions: 1, Identities: 1, Measurements: 4, UnansweredTrials: 2));
        (await Held(host, External, pseudonym)).ShouldBeEmpty();
        (await Held(host, Assignment)).ShouldBeEmpty();
        (await Tallies(host, campaign)).ShouldBe(before);
        (await host.Ask<long>("select count(*) from slot where state = 1")).ShouldBe(0, "What they held is open to others.");
        (await host.Ask<long>("select count(*) from hit_session where comment is not null or device is not null or network is not null")).ShouldBe(0);
        (await host.Ask<long>("select count(*) from vote where timing is not null")).ShouldBe(0);
        (await host.Ask<long>("select count(*) from audit_entry where action = 'erase participant' and operator = 'tester'")).ShouldBe(1);
        (await host.Ask<long>("select count(*) from ledger_entry")).ShouldBe(2, "that they were paid stays");
        (await campaign.Committed()).ShouldBe(await campaign.Paid());
        (await visitor.Page()).GetProperty("reason").GetString().ShouldBe("finished");
    }

    [Fact]
    public async Task Somebody_who_was_erased_is_not_taken_in_again_and_cannot_be_found_or_erased_twice()
    {
        await using var host = await Start();
        var campaign = await host.Campaign(8);
        var (visitor, person) = await Somebody(host, campaign);
        await Erase(host).Run(person, "tester", Cancel);

        (await visitor.Open(External, Link(campaign), assignment: Assignment)).ShouldBeRefused(HttpStatusCode.Conflict, "participant-erased");
        (await new Visitor(host, campaign).Open(External, Link(campaign), assignment: "another-place")).ShouldBeRefused(HttpStatusCode.Conflict, "participant-erased");
        (await Erase(host).Run(person, "tester", Cancel)).ShouldBeNull();
        (await Lookup(host).Find(null, MarketPage.Name, External, Cancel)).ShouldBeNull();
        (await host.Ask<long>("select count(*) from participant")).ShouldBe(1);
    }

    [Fact]
    public async Task An_export_holds_what_is_kept_and_does_not_say_which_trials_were_gold()
    {
        await using var host = await Start();
        var campaign = await host.Campaign(8);
        var (_, person) = await Somebody(host, campaign);
        (await Lookup(host).Find(null, MarketPage.Name, External, Cancel)).ShouldBe(person);

        var export = (await new ExportPerson(Databases(host), host.Services.GetRequiredService<IdentitySeal>(), host.Clock).Run(person, "tester", Cancel)).ShouldNotBeNull();

        export.Channel.ShouldBe(MarketPage.Name);
        var session = export.Sessions.ShouldHaveSingleItem();
        session.Identity.ShouldBe(new ExternalIdentity(External, Assignment, $"study-of-{Assignment}", null));
        (session.ConsentVersion, session.NetworkKept).ShouldBe((campaign.Spec.Hit.ConsentVersion, true));
        session.Device!.Value.GetProperty("family").GetString().ShouldBe("firefox linux");
        export.Answers.Count.ShouldBe(4);
        export.Answers.Count(answer => answer.Choice is "problem").ShouldBe(1);
        typeof(ExportedAnswer).GetProperties().Select(property => property.Name).ShouldNotContain(name => name.Contains("Gold", StringComparison.Ordinal) || name == "Right");
    }

    private Task<CrowdHost> Start() => CrowdHost.Start(cluster, services => services.AddSingleton<IChannelPage, MarketPage>());

    private static string Link(CampaignAtWork campaign) => campaign.Link(channel: MarketPage.Name);

    /// <summary>Two practice answers, one real or gold answer and a report, both texts with the id in them, and half a page left open.</summary>
    private static async Task<(Visitor Visitor, Guid Person)> Somebody(CrowdHost host, CampaignAtWork campaign)
    {
        var visitor = new Visitor(host, campaign);
        await visitor.Open(External, Link(campaign), assignment: Assignment);
        await visitor.Consent();
        var device = new { viewport = new[] { 1280, 800 }, pixelRatio = 1, frameMs = 16.7, decodeMs = 3, touch = false, family = "firefox linux" };
        (await visitor.Post("device", device)).Status.ShouldBe(HttpStatusCode.NoContent);
        foreach (var trial in Visitor.Trials(await visitor.Page())) await visitor.AnswerRightly(trial);
        var page = Visitor.Trials(await visitor.Page());
        await visitor.AnswerRightly(page[0]);
        var report = new { submission = Guid.NewGuid(), trial = Visitor.Id(page[1]), kind = "other", text = $"write to me: {External}" };
        (await visitor.Post("problems", report)).Status.ShouldBe(HttpStatusCode.OK);
        await host.Do("update hit_session set comment = $1", $"I am {External}");
        return (visitor, await host.Ask<Guid>("select id from participant"));
    }

    /// <summary>A study that paid them, with operators who put the id wherever words can be put.</summary>
    private static async Task Paid(CrowdHost host, CampaignAtWork campaign, Guid person)
    {
        const string Words = $"the one called {External}";
        var now = host.Clock.GetUtcNow();
        var key = host.Services.GetRequiredService<Pseudonyms>().Assignment(MarketPage.Name, Assignment);
        await using var db = host.Db();
        var study = new Study
        {
            Id = Guid.CreateVersion7(),
            CampaignId = campaign.Id,
            Channel = MarketPage.Name,
            State = StudyState.Open,
            Places = 1,
            RewardMinor = 20,
            Currency = "USD",
            Page = "https://hits.example.org",
            Days = 1,
            CompletionCode = "C",
            PartialCode = "P",
            CreatedAt = now,
        };
        var submission = new Submission
        {
            Id = Guid.CreateVersion7(),
            StudyId = study.Id,
            Channel = MarketPage.Name,
            ExternalKey = key,
            ParticipantId = person,
            SessionId = db.Sessions.Single().Id,
            RemoteState = 4,
            Verdict = Verdict.Approved,
            Reason = Words,
            DecidedBy = "tester",
            CreatedAt = now,
        };
        db.AddRange(study, submission);
        foreach (var step in new[] { LedgerStep.Promised, LedgerStep.Paid })
        {
            db.Ledger.Add(new LedgerEntry
            {
                At = now,
                Channel = MarketPage.Name,
                StudyId = study.Id,
                SubmissionId = submission.Id,
                ExternalKey = key,
                Kind = "reward",
                Step = step,
                AmountMinor = 20,
                Currency = "USD",
                By = "tester",
            });
        }

        db.ChannelCalls.Add(new ChannelCall
        {
            Id = Guid.CreateVersion7(),
            StudyId = study.Id,
            SubmissionId = submission.Id,
            Kind = CallKind.Message,
            Key = "letter",
            Payload = $$"""{"subject":"pay","text":"{{Words}}"}""",
            State = CallState.Done,
            NotBefore = now,
            LastFault = Words,
            By = "tester",
            CreatedAt = now,
        });
        db.Marks.Add(new ParticipantMark
        {
            Id = Guid.CreateVersion7(),
            ParticipantId = person,
            Kind = MarkKind.Warn,
            Reason = Words,
            By = "tester",
            At = now,
            LiftedAt = now,
            LiftedBy = "tester",
            LiftReason = Words,
        });
        db.Audit.Add(new AuditEntry { At = now, Operator = "tester", Action = "approve submission", Subject = $"submission {submission.Id}", Detail = Words });
        await db.SaveChangesAsync(Cancel);
        await host.Do("update participant set exclusion_reason = $1", Words);
    }

    private static IDbContextFactory<NightsDb> Databases(CrowdHost host) => host.Services.GetRequiredService<IDbContextFactory<NightsDb>>();

    private static ErasePerson Erase(CrowdHost host) => new(Databases(host), host.Services.GetRequiredService<Pseudonyms>(), host.Clock);

    private static PersonLookup Lookup(CrowdHost host) => new(Databases(host), host.Services.GetRequiredService<Pseudonyms>());

    private static Task<IReadOnlyList<string>> Held(CrowdHost host, string id, params byte[][] also) => EverythingStored.Holding(host.Database, host.Objects, id, Cancel, also);

    private static Task<string> Tallies(CrowdHost host, CampaignAtWork campaign) => host.Ask<string>(
        "select string_agg(concat_ws(' ', triplet_id, gold_id, choice, status, response_ms), E'\\n' order by id) from vote where campaign_id = $1", campaign.Id);
}
