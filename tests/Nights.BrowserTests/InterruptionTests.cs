using Microsoft.Playwright;
using Nights.BrowserTests.StandIn;
using Nights.BrowserTests.Visits;

namespace Nights.BrowserTests;

/// <summary>Whatever happens in between, each trial ends with exactly one stored answer.</summary>
public sealed class InterruptionTests(SharedBrowser browser)
{
    private readonly StandInCampaign campaign = new() { PracticeTrials = 0 };

    [Fact]
    public async Task A_reload_in_the_middle_resumes_at_the_same_trial()
    {
        await using var server = await StandInCrowd.Start(campaign);
        await using var visit = await Begin(server);
        await visit.AnswerByKeys(campaign, 1, 1);
        await visit.SeesTrial(2, campaign.Trials);
        var before = await PicturesOnScreen(visit);

        await visit.Page.ReloadAsync();

        await visit.SeesTrial(2, campaign.Trials);
        (await PicturesOnScreen(visit)).ShouldBe(before);
        await visit.AnswerByKeys(campaign, 2, campaign.Trials);
        await visit.SeesTheCode();
        server.Sessions.Count.ShouldBe(1);
        ShouldHoldOneAnswerATrial(server, visit);
    }

    [Fact]
    public async Task A_double_click_is_one_answer()
    {
        await using var server = await StandInCrowd.Start(campaign);
        await using var visit = await Begin(server);
        for (var n = 1; n <= campaign.Trials; n++)
        {
            await visit.SeesTrial(n, campaign.Trials);
            await visit.Picture("left").DblClickAsync(new() { Delay = 20 });
            if (n != campaign.PageSize) continue;
            await visit.Button("Continue").ClickAsync();
        }

        await visit.SeesTheCode();
        server.Arrivals.Count.ShouldBe(campaign.Trials);
        ShouldHoldOneAnswerATrial(server, visit);
    }

    [Fact]
    public async Task A_slow_double_click_does_not_answer_the_next_trial()
    {
        await using var server = await StandInCrowd.Start(campaign);
        await using var visit = await Begin(server);
        var box = (await visit.Picture("left").BoundingBoxAsync())!;
        await visit.Page.Mouse.MoveAsync(box.X + 50, box.Y + 50);
        await visit.Page.Mouse.DownAsync(new() { ClickCount = 1 });
        await visit.Page.Mouse.UpAsync(new() { ClickCount = 1 });
        await visit.SeesTrial(2, campaign.Trials);
        await visit.Page.Mouse.DownAsync(new() { ClickCount = 2 });
        await visit.Page.Mouse.UpAsync(new() { ClickCount = 2 });
        await Task.Delay(500, TestContext.Current.CancellationToken);

        await visit.SeesTrial(2, campaign.Trials);
        server.Arrivals.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_held_key_a_shortcut_and_a_key_before_the_pictures_are_no_answers()
    {
        await using var server = await StandInCrowd.Start(campaign);
        await using var visit = await Begin(server);
        var gate = new TaskCompletionSource();
        await visit.Context.RouteAsync("**/i/*", async route => { await gate.Task; await route.ContinueAsync(); });

        await visit.Page.Keyboard.PressAsync("Control+ArrowLeft");
        await visit.Page.Keyboard.PressAsync("Shift+J");
        await visit.SeesTrial(1, campaign.Trials);
        server.Arrivals.ShouldBeEmpty();

        await visit.Page.ReloadAsync();
        await visit.Sees(visit.Title("Loading the pictures…"));
        await visit.Page.Keyboard.PressAsync("ArrowLeft");
        gate.SetResult();
        await visit.SeesTrial(1, campaign.Trials);
        server.Arrivals.ShouldBeEmpty();

        await visit.Page.Keyboard.DownAsync("ArrowLeft");
        await visit.SeesTrial(2, campaign.Trials);
        for (var i = 0; i < 5; i++) await visit.Page.Keyboard.DownAsync("ArrowLeft");
        await visit.SeesTrial(2, campaign.Trials);
        await visit.Page.Keyboard.UpAsync("ArrowLeft");
        await visit.AnswerByKeys(campaign, 2, campaign.Trials);
        await visit.SeesTheCode();
        ShouldHoldOneAnswerATrial(server, visit);
    }

    [Fact]
    public async Task The_back_button_changes_nothing()
    {
        await using var server = await StandInCrowd.Start(campaign);
        await using var visit = await Begin(server);
        for (var n = 1; n <= campaign.Trials; n++)
        {
            await visit.AnswerByKeys(campaign, n, n);
            if (n == campaign.Trials) break;
            await visit.Page.EvaluateAsync("() => history.back()");
            await visit.SeesTrial(n + 1, campaign.Trials);
        }

        await visit.SeesTheCode();
        await visit.Page.EvaluateAsync("() => history.back()");
        await visit.SeesTheCode();
        new Uri(visit.Page.Url).Query.ShouldBeEmpty();
        ShouldHoldOneAnswerATrial(server, visit);
    }

    [Fact]
    public async Task A_second_tab_waits_and_can_take_over()
    {
        await using var server = await StandInCrowd.Start(campaign);
        await using var visit = await Begin(server);
        await visit.AnswerByKeys(campaign, 1, 1);
        await visit.SeesTrial(2, campaign.Trials);
        var second = await visit.NewTab();
        await second.GotoAsync(server.Link);

        await Assertions.Expect(second.GetByRole(AriaRole.Heading, new() { Name = "This study is open in another tab" })).ToBeVisibleAsync();
        await second.GetByRole(AriaRole.Button, new() { Name = "Continue here" }).ClickAsync();
        await visit.Sees(visit.Title("The study went on in another tab"));
        await visit.Page.Keyboard.PressAsync("ArrowLeft");
        await Assertions.Expect(second.Locator(".top")).ToContainTextAsync($"2 of {campaign.Trials}");
        server.Arrivals.Count.ShouldBe(1);
        server.Sessions.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_session_token_that_ran_out_is_renewed_without_a_word()
    {
        await using var server = await StandInCrowd.Start(campaign);
        await using var visit = await Begin(server);
        await visit.AnswerByKeys(campaign, 1, 1);
        await visit.SeesTrial(2, campaign.Trials);
        server.ExpireTokens();
        await visit.AnswerByKeys(campaign, 2, campaign.Trials);

        await visit.SeesTheCode();
        server.Stored.Count.ShouldBe(campaign.Trials);
        server.Stored.Select(s => s.Trial).ShouldBeUnique();
        server.Refusals.ShouldBe(["session-invalid"]);
    }

    [Fact]
    public async Task A_link_that_runs_out_in_the_middle_keeps_the_answer_for_the_next_visit()
    {
        await using var server = await StandInCrowd.Start(campaign);
        await using var visit = await Begin(server);
        await visit.SeesTrial(1, campaign.Trials);
        server.ExpireTokens();
        server.LinksExpired = true;
        await visit.Page.Keyboard.PressAsync("ArrowLeft");
        await visit.Sees(visit.Title("This link has expired"));
        server.Stored.ShouldBeEmpty();

        server.LinksExpired = false;
        await visit.Open();
        await visit.AnswerByKeys(campaign, 2, campaign.Trials);
        await visit.SeesTheCode();
        server.Stored.Count.ShouldBe(campaign.Trials);
        server.Stored.Select(s => s.Trial).ShouldBeUnique();
    }

    private async Task<HitVisit> Begin(StandInCrowd server)
    {
        var visit = await HitVisit.Begin(browser, server);
        await visit.Open();
        await visit.BeginWork(campaign);
        return visit;
    }

    private static async Task<string> PicturesOnScreen(HitVisit visit) =>
        await visit.Page.EvaluateAsync<string>("() => [...document.images].map(i => new URL(i.src).pathname).join(' ')");

    private void ShouldHoldOneAnswerATrial(StandInCrowd server, HitVisit visit)
    {
        server.Stored.Count.ShouldBe(campaign.Trials);
        server.Stored.Select(s => s.Trial).ShouldBeUnique();
        server.Stored.Select(s => s.Answer.Submission).ShouldBeUnique();
        server.Refusals.ShouldBeEmpty();
        visit.Offences.ShouldBeEmpty();
    }
}
