using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Nights.Campaigns.Privacy;
using Nights.Crowd.Embedding;
using Nights.Database;
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
        (await Held(host, External, pseudonym)).ShouldNotBeEmpty("The search must be able to find what is there.");

        var erased = await Erase(host).Run(person, "tester", Cancel);

        erased.ShouldBe(new ErasePerson.Erased(Sessions: 1, Identities: 1, Measurements: 4, UnansweredTrials: 2));
        (await Held(host, External, pseudonym)).ShouldBeEmpty();
        (await Held(host, Assignment)).ShouldBeEmpty();
        (await Tallies(host, campaign)).ShouldBe(before);
        (await host.Ask<long>("select count(*) from slot where state = 1")).ShouldBe(0, "What they held is open to others.");
        (await host.Ask<long>("select count(*) from hit_session where comment is not null or device is not null or network is not null")).ShouldBe(0);
        (await host.Ask<long>("select count(*) from vote where timing is not null")).ShouldBe(0);
        (await host.Ask<long>("select count(*) from audit_entry where action = 'erase participant' and operator = 'tester'")).ShouldBe(1);
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

    private static IDbContextFactory<NightsDb> Databases(CrowdHost host) => host.Services.GetRequiredService<IDbContextFactory<NightsDb>>();

    private static ErasePerson Erase(CrowdHost host) => new(Databases(host), host.Services.GetRequiredService<Pseudonyms>(), host.Clock);

    private static PersonLookup Lookup(CrowdHost host) => new(Databases(host), host.Services.GetRequiredService<Pseudonyms>());

    private static Task<IReadOnlyList<string>> Held(CrowdHost host, string id, params byte[][] also) => EverythingStored.Holding(host.Database, host.Objects, id, Cancel, also);

    private static Task<string> Tallies(CrowdHost host, CampaignAtWork campaign) => host.Ask<string>(
        "select string_agg(concat_ws(' ', triplet_id, gold_id, choice, status, response_ms), E'\\n' order by id) from vote where campaign_id = $1", campaign.Id);
}
