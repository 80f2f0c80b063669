using System.Net;
using System.Text.Json;
using Nights.Domain.Campaigns;
using Nights.TestServers;

namespace Nights.IntegrationTests.Crowd;

public sealed class PageTests(PostgresCluster cluster)
{
    [Fact]
    public async Task A_page_stays_the_same_while_it_is_held_and_its_addresses_are_new_each_time()
    {
        await using var host = await CrowdHost.Start(cluster);
        var campaign = await host.Campaign(12);
        var visitor = await Visitor.Warm(host, campaign);

        var pages = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => visitor.Page()));

        pages.Select(page => page.GetProperty("page").GetGuid()).Distinct().Count().ShouldBe(1);
        pages.Select(page => string.Join(' ', Visitor.Trials(page).Select(Visitor.Id))).Distinct().Count().ShouldBe(1);
        var addresses = pages.SelectMany(Visitor.Trials).SelectMany(trial => trial.GetProperty("images").EnumerateObject()).Select(image => image.Value.GetString()!).ToArray();
        addresses.Distinct().Count().ShouldBe(6 * 4 * 3);
        addresses.Select(address => address.Length).Distinct().Count().ShouldBe(1);
    }

    [Fact]
    public async Task A_lease_that_ran_out_is_handed_to_somebody_else_and_its_reserve_released()
    {
        await using var host = await CrowdHost.Start(cluster);
        var campaign = await host.Campaign(2, spec => spec with { Votes = spec.Votes with { Schedule = [1, 1] }, Quality = spec.Quality with { Practice = 0, GoldShare = 0 } });
        var (gone, next) = (await Visitor.Warm(host, campaign), await Visitor.Warm(host, campaign));
        var held = Visitor.Trials(await gone.Page());
        (await next.Page()).GetProperty("reason").GetString().ShouldBe("nothing-now");
        host.Clock.Advance(TimeSpan.FromSeconds(601));

        Visitor.Trials(await next.Page()).Count.ShouldBe(held.Count);
        (await campaign.Committed()).ShouldBe(4);
    }

    [Fact]
    public async Task A_page_in_use_is_kept_longer_up_to_three_times()
    {
        await using var host = await CrowdHost.Start(cluster);
        var campaign = await host.Campaign(8);
        var visitor = await Visitor.Warm(host, campaign);
        var page = await visitor.Page();
        var (id, first) = (page.GetProperty("page").GetGuid(), page.GetProperty("expiresAt").GetDateTimeOffset());

        host.Clock.Advance(TimeSpan.FromSeconds(500));
        var extended = (await visitor.Post("extend", new { page = id })).Body.GetProperty("expiresAt").GetDateTimeOffset();
        extended.ShouldBeGreaterThan(first.AddSeconds(490));
        for (var i = 0; i < 3; i++)
        {
            host.Clock.Advance(TimeSpan.FromSeconds(400));
            await visitor.Post("extend", new { page = id });
        }

        host.Clock.Advance(TimeSpan.FromSeconds(150));
        (await visitor.Post("extend", new { page = id })).ShouldBeRefused(HttpStatusCode.Conflict, "lease-not-yours");
    }

    [Fact]
    public async Task Two_triplets_of_one_painting_never_stand_on_one_page_but_may_come_to_one_participant()
    {
        await using var host = await CrowdHost.Start(cluster);
        // Enough paintings that the slots a claim looks at are never all of three of them.
        var campaign = await host.Campaign(12, spec => spec with
        {
            Painting = spec.Painting with { Roles = TripletRoles.Rotate },
            Quality = spec.Quality with { Practice = 0, GoldShare = 0 },
        });
        var visitor = await Visitor.Warm(host, campaign);

        for (var pages = 0; pages < 2; pages++)
            foreach (var trial in Visitor.Trials(await visitor.Page())) await visitor.AnswerRightly(trial);

        (await host.Ask<long>("""
            select coalesce(max(n), 0) from (select count(*) n from trial x join triplet t on t.id = x.triplet_id group by x.page_id, t.painting_id) p
            """)).ShouldBe(1);
        (await host.Ask<long>("select count(distinct triplet_id) from trial")).ShouldBe(8);
    }

    [Fact]
    public async Task At_the_cap_no_page_is_given_and_the_spend_is_within_it()
    {
        await using var host = await CrowdHost.Start(cluster);
        var campaign = await host.Campaign(40, spec => spec with
        {
            Budget = spec.Budget with { CapMinor = 15 },
            Quality = spec.Quality with { Practice = 0, GoldShare = 0 },
        });
        var visitors = new List<Visitor>();
        for (var i = 0; i < 6; i++) visitors.Add(await Visitor.Warm(host, campaign));

        var pages = await Task.WhenAll(visitors.Select(visitor => visitor.Page()));

        pages.Where(page => page.GetProperty("page").ValueKind is JsonValueKind.Null).ShouldAllBe(page => page.GetProperty("reason").GetString() == "capped");
        (await host.Ask<long>("select count(*) from trial")).ShouldBe(await campaign.Committed() / 2);
        (await visitors[0].Page()).GetProperty("page").ValueKind.ShouldBe(pages[0].GetProperty("page").ValueKind);
        (await campaign.Committed()).ShouldBeInRange(8, 15);
        var last = await Visitor.Warm(host, campaign);
        for (var page = await last.Page(); page.GetProperty("page").ValueKind is not JsonValueKind.Null; page = await last.Page())
            foreach (var trial in Visitor.Trials(page)) await last.AnswerRightly(trial);
        (await last.Page()).GetProperty("reason").GetString().ShouldBe("capped");
        (await campaign.Committed()).ShouldBe(14);
    }

    [Fact]
    public async Task Leaving_gives_the_page_back_and_answers_that_come_after_it_are_refused()
    {
        await using var host = await CrowdHost.Start(cluster);
        var campaign = await host.Campaign(8);
        var visitor = await Visitor.Warm(host, campaign);
        var trials = Visitor.Trials(await visitor.Page());
        await visitor.AnswerRightly(trials[0]);

        var left = await visitor.Post("leave", new { });

        left.Body.GetProperty("payMinor").GetInt64().ShouldBe(6);
        (await visitor.Answer(Visitor.Id(trials[1]), "left")).ShouldBeRefused(HttpStatusCode.Conflict, "session-closed");
        (await host.Ask<long>("select count(*) from slot where state = 1")).ShouldBe(0);
        (await campaign.Committed()).ShouldBe(await campaign.Paid());
    }
}
