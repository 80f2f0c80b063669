using System.Diagnostics;
using Microsoft.Playwright;
using Nights.BrowserTests.StandIn;
using Nights.BrowserTests.Visits;

namespace Nights.BrowserTests;

/// <summary>What a participant can do at one trial besides answering it.</summary>
public sealed class TrialTests(SharedBrowser browser)
{
    private readonly StandInCampaign campaign = new() { PracticeTrials = 0, Trials = 3 };

    [Fact]
    public async Task A_reported_picture_skips_its_trial()
    {
        await using var server = await StandInCrowd.Start(campaign);
        await using var visit = await Begin(server);
        await visit.Button("Problem with a picture?").ClickAsync();
        await visit.Page.GetByLabel("A picture is upsetting or offensive").CheckAsync();
        await visit.Page.Keyboard.PressAsync("ArrowLeft");
        await visit.Page.GetByLabel("A picture is upsetting or offensive").CheckAsync();
        await visit.Button("Skip this question").ClickAsync();
        await visit.AnswerByKeys(campaign, 2, campaign.Trials);

        await visit.SeesTheCode();
        server.Stored.Select(s => s.Answer.Choice).ShouldBe(["problem:offensive", "right", "left"]);
    }

    [Fact]
    public async Task Going_back_from_a_report_starts_the_response_time_again()
    {
        await using var server = await StandInCrowd.Start(campaign);
        await using var visit = await Begin(server);
        await visit.Button("Problem with a picture?").ClickAsync();
        await Assertions.Expect(visit.Picture("left").Locator("img")).ToBeHiddenAsync();
        await Task.Delay(1500, TestContext.Current.CancellationToken);
        var again = Stopwatch.StartNew();
        await visit.Page.Keyboard.PressAsync("Escape");
        await visit.AnswerByKeys(campaign, 1, 1);
        var answered = again.ElapsedMilliseconds;
        await visit.SeesTrial(2, campaign.Trials);

        ((long)server.Stored.Single().Answer.ResponseMs).ShouldBeLessThanOrEqualTo(answered);
        server.Timings.Single().HiddenCount.ShouldBe(1);
    }

    [Fact]
    public async Task A_picture_that_cannot_be_shown_is_reported_and_skipped()
    {
        await using var server = await StandInCrowd.Start(campaign with { BrokenTrial = 2 });
        await using var visit = await Begin(server);
        await visit.AnswerByKeys(campaign, 1, 1);
        await visit.AnswerByKeys(campaign, 3, 3);

        await visit.SeesTheCode();
        server.Stored.Select(s => s.Answer.Choice).ShouldBe(["left", "problem:broken", "left"]);
    }

    [Fact]
    public async Task Pictures_whose_addresses_ran_out_are_asked_for_again()
    {
        await using var server = await StandInCrowd.Start(campaign with { Trials = 6, PageSize = 6 });
        await using var visit = await HitVisit.Begin(browser, server);
        await visit.Context.AddInitScriptAsync("Object.defineProperty(navigator, 'connection', { get: () => ({ saveData: true }) })");
        await visit.Open();
        await visit.BeginWork(campaign with { Trials = 6 });
        foreach (var trial in server.Sessions.Single().Trials) trial.Rename();
        for (var n = 1; n <= 6; n++)
        {
            await visit.SeesTrial(n, 6);
            await visit.Page.Keyboard.PressAsync("ArrowLeft");
        }

        await visit.SeesTheCode();
        server.Stored.Select(s => s.Answer.Choice).ShouldBe(Enumerable.Repeat("left", 6));
    }

    [Fact]
    public async Task Stopping_early_saves_what_was_answered_and_gives_the_code()
    {
        await using var server = await StandInCrowd.Start(campaign);
        await using var visit = await Begin(server);
        await visit.AnswerByKeys(campaign, 1, 1);
        await visit.SeesTrial(2, campaign.Trials);
        await visit.Button("Stop here").ClickAsync();
        await visit.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Go on" }).ClickAsync();
        await visit.SeesTrial(2, campaign.Trials);
        await visit.Button("Stop here").ClickAsync();
        await visit.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Stop here" }).ClickAsync();

        await visit.SeesTheCode();
        server.Stored.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_hidden_tab_covers_the_pictures_and_starts_the_response_time_again()
    {
        await using var server = await StandInCrowd.Start(campaign);
        await using var visit = await Begin(server);
        await SetHidden(visit, true);
        await Assertions.Expect(visit.Picture("left").Locator("img")).ToBeHiddenAsync();
        await visit.Page.Keyboard.PressAsync("ArrowLeft");
        await Task.Delay(1500, TestContext.Current.CancellationToken);
        server.Arrivals.ShouldBeEmpty();
        var again = Stopwatch.StartNew();
        await SetHidden(visit, false);
        await visit.AnswerByKeys(campaign, 1, 1);
        var answered = again.ElapsedMilliseconds;
        await visit.SeesTrial(2, campaign.Trials);

        ((long)server.Stored.Single().Answer.ResponseMs).ShouldBeLessThanOrEqualTo(answered);
        server.Timings.Single().HiddenCount.ShouldBe(1);
    }

    [Fact]
    public async Task The_response_time_runs_from_the_first_frame_to_the_key()
    {
        await using var server = await StandInCrowd.Start(campaign);
        var (began, begun) = (DateTimeOffset.UtcNow, Stopwatch.StartNew());
        await using var visit = await Begin(server);
        await visit.SeesTrial(1, campaign.Trials);
        await Task.Delay(800, TestContext.Current.CancellationToken);
        await visit.AnswerByKeys(campaign, 1, 1);
        var answered = (int)begun.ElapsedMilliseconds;
        await visit.SeesTrial(2, campaign.Trials);

        server.Stored.Single().Answer.ResponseMs.ShouldBeInRange(800, answered);
        var timing = server.Timings.Single();
        timing.Viewport.ShouldBe([1280, 800]);
        timing.ShownAt.ShouldBeInRange(began, DateTimeOffset.UtcNow);
    }

    [Fact]
    public async Task The_three_pictures_have_one_size_and_stay_in_their_places_in_a_right_to_left_page()
    {
        await using var server = await StandInCrowd.Start(campaign with { Locale = "ar", Direction = "rtl", State = "consented" });
        await using var visit = await HitVisit.Begin(browser, server);
        await visit.Open();
        foreach (var step in new[] { "1", "2", "3" })
        {
            await Assertions.Expect(visit.Page.Locator(".steps")).ToContainTextAsync(step + " من");
            await visit.Page.Locator("[data-go]").ClickAsync();
        }

        await visit.SeesPictures();

        (await visit.Page.EvaluateAsync<string>("() => getComputedStyle(document.body).direction")).ShouldBe("rtl");
        var (reference, left, right) = ((await visit.Page.Locator(".reference img").BoundingBoxAsync())!,
            (await visit.Picture("left").BoundingBoxAsync())!, (await visit.Picture("right").BoundingBoxAsync())!);
        left.X.ShouldBeLessThan(right.X);
        new[] { left.Width, left.Height, right.Width, right.Height, reference.Height }.ShouldAllBe(edge => Math.Abs(edge - reference.Width) < 0.5);
    }

    [Fact]
    public async Task A_simulated_visit_takes_the_whole_HIT_by_itself()
    {
        await using var server = await StandInCrowd.Start();
        await using var visit = await HitVisit.Begin(browser, server);
        await visit.Open("&simulate=1&rt=50");
        await visit.SeesTheCode();
        server.Stored.Count.ShouldBe(6);
        await visit.Page.GetByRole(AriaRole.Textbox).FillAsync("All fine.");
        await visit.Button("Send").ClickAsync();
        await visit.Sees(visit.Page.GetByText("Thank you, we have it.").First);
        server.Comments.ShouldBe(["All fine."]);
        visit.Offences.ShouldBeEmpty();
    }

    private static Task SetHidden(HitVisit visit, bool hidden) => visit.Page.EvaluateAsync(
        "hidden => { Object.defineProperty(document, 'hidden', { configurable: true, get: () => hidden }); document.dispatchEvent(new Event('visibilitychange')); }", hidden);

    private async Task<HitVisit> Begin(StandInCrowd server)
    {
        var visit = await HitVisit.Begin(browser, server);
        await visit.Open();
        await visit.BeginWork(campaign);
        return visit;
    }
}
