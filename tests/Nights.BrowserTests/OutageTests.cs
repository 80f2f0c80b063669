using Microsoft.Playwright;
using Nights.BrowserTests.StandIn;
using Nights.BrowserTests.Visits;

namespace Nights.BrowserTests;

/// <summary>The connection goes away in the middle of the work; no answer is lost and none is stored twice.</summary>
public sealed class OutageTests(SharedBrowser browser)
{
    private readonly StandInCampaign campaign = new() { PracticeTrials = 0, Trials = 3 };

    [Fact]
    public async Task Of_thirty_seconds_leaves_one_answer_a_trial_and_the_code_waits_for_it()
    {
        await using var server = await StandInCrowd.Start(campaign);
        await using var visit = await Begin(server);
        await visit.SeesTrial(1, campaign.Trials);
        await visit.Page.WaitForLoadStateAsync(LoadState.NetworkIdle);  // the next two trials' pictures are here

        await visit.Context.SetOfflineAsync(true);
        var back = Task.Delay(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        await visit.AnswerByKeys(campaign, 1, campaign.Trials);

        await visit.Sees(visit.Title("Saving your last answers…"));
        await Assertions.Expect(visit.Page.Locator("#note")).ToHaveTextAsync("Saving…");
        await Assertions.Expect(visit.Page.Locator("#note")).ToHaveTextAsync("You are offline; your answers are kept and sent when the connection is back.");
        server.Stored.ShouldBeEmpty();
        await back;
        await visit.Sees(visit.Title("Saving your last answers…"));
        await visit.Context.SetOfflineAsync(false);

        await visit.SeesTheCode();
        await Assertions.Expect(visit.Page.Locator("#note")).ToBeHiddenAsync();
        ShouldHoldOneAnswerATrial(server, visit);
    }

    [Fact]
    public async Task Of_the_server_is_bridged_by_repeats_with_the_same_submission()
    {
        await using var server = await StandInCrowd.Start(campaign);
        await using var visit = await Begin(server);
        await visit.Page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        server.Silent = true;
        await visit.AnswerByKeys(campaign, 1, 2);
        await visit.SeesTrial(3, campaign.Trials);
        server.Stored.ShouldBeEmpty();
        server.Silent = false;

        await visit.AnswerByKeys(campaign, 3, 3);
        await visit.SeesTheCode();
        ShouldHoldOneAnswerATrial(server, visit);
    }

    [Fact]
    public async Task In_which_the_answer_arrives_but_its_acknowledgement_is_lost_stores_it_once()
    {
        await using var server = await StandInCrowd.Start(campaign);
        await using var visit = await Begin(server);
        var lost = 0;
        await visit.Context.RouteAsync("**/api/hit/answers", async route =>
        {
            if (Interlocked.Increment(ref lost) > 2)
            {
                await route.ContinueAsync();
                return;
            }

            await route.FetchAsync();
            await route.AbortAsync();
        });
        await visit.AnswerByKeys(campaign, 1, campaign.Trials);

        await visit.SeesTheCode();
        server.Arrivals.Count.ShouldBe(campaign.Trials + 2);
        server.Arrivals.Distinct().Count().ShouldBe(campaign.Trials);
        ShouldHoldOneAnswerATrial(server, visit);
    }

    [Fact]
    public async Task Survives_a_reload_with_the_answers_kept_on_the_device()
    {
        await using var server = await StandInCrowd.Start(campaign);
        await using var visit = await Begin(server);
        await visit.Page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        await visit.Context.RouteAsync("**/api/hit/answers", route => route.AbortAsync());
        await visit.AnswerByKeys(campaign, 1, 2);
        await visit.SeesTrial(3, campaign.Trials);
        server.Arrivals.ShouldBeEmpty();

        await visit.Page.ReloadAsync();
        await visit.SeesTrial(3, campaign.Trials);
        await visit.Context.UnrouteAsync("**/api/hit/answers");
        await visit.AnswerByKeys(campaign, 3, 3);

        await visit.SeesTheCode();
        ShouldHoldOneAnswerATrial(server, visit);
    }

    [Fact]
    public async Task Works_without_IndexedDB()
    {
        await using var server = await StandInCrowd.Start(campaign);
        await using var visit = await HitVisit.Begin(browser, server);
        await visit.Context.AddInitScriptAsync("Object.defineProperty(window, 'indexedDB', { get() { throw new DOMException('blocked', 'SecurityError'); } })");
        await visit.Open();
        await visit.BeginWork(campaign);
        await visit.Page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        server.Silent = true;
        await visit.AnswerByKeys(campaign, 1, 2);
        server.Silent = false;
        await visit.AnswerByKeys(campaign, 3, 3);

        await visit.SeesTheCode();
        ShouldHoldOneAnswerATrial(server, visit);
    }

    private async Task<HitVisit> Begin(StandInCrowd server)
    {
        var visit = await HitVisit.Begin(browser, server);
        await visit.Open();
        await visit.BeginWork(campaign);
        return visit;
    }

    private void ShouldHoldOneAnswerATrial(StandInCrowd server, HitVisit visit)
    {
        server.Stored.Count.ShouldBe(campaign.Trials);
        server.Stored.Select(s => s.Trial).ShouldBeUnique();
        server.Refusals.ShouldBeEmpty();
        visit.Offences.ShouldBeEmpty();
    }
}
