using Microsoft.Playwright;
using Nights.BrowserTests.StandIn;
using Nights.BrowserTests.Visits;

namespace Nights.BrowserTests;

/// <summary>The device check and the window's size, pictures loaded ahead, the ways out, and the next round.</summary>
public sealed class WindowTests(SharedBrowser browser)
{
    private readonly StandInCampaign campaign = new() { PracticeTrials = 0, Trials = 3 };

    [Fact]
    public async Task A_window_too_small_for_pictures_is_said_so_and_a_larger_one_goes_on_by_itself()
    {
        await using var server = await StandInCrowd.Start(campaign);
        await using var visit = await HitVisit.Begin(browser, server);
        await visit.Page.SetViewportSizeAsync(320, 300);
        await visit.Open();
        await visit.Button("Start").ClickAsync();
        await visit.Button("I agree, go on").ClickAsync();
        await visit.Sees(visit.Title("This window is too small"));
        (await visit.Page.Look("notice-small")).ShouldBeEmpty();
        server.Devices.ShouldBeEmpty();

        await visit.Page.SetViewportSizeAsync(1280, 800);
        await visit.Sees(visit.Title("How it works"));
        var device = server.Devices.ShouldHaveSingleItem();
        device.Viewport.ShouldBe([1280, 800]);
        device.Family.ShouldBe("chrome linux");
        device.FrameMs!.Value.ShouldBeGreaterThan(1);
    }

    [Fact]
    public async Task A_window_made_too_small_in_a_trial_hides_the_pictures_until_there_is_room()
    {
        await using var server = await StandInCrowd.Start(campaign);
        await using var visit = await HitVisit.Begin(browser, server);
        await visit.Open();
        await visit.BeginWork(campaign);
        await visit.Page.SetViewportSizeAsync(320, 300);
        await visit.Sees(visit.Page.GetByText("There is no room for the pictures").First);
        await Assertions.Expect(visit.Picture("left").Locator("img")).ToBeHiddenAsync();
        await visit.Page.Keyboard.PressAsync("ArrowLeft");

        await visit.Page.SetViewportSizeAsync(1280, 800);
        await visit.AnswerByKeys(campaign, 1, campaign.Trials);
        await visit.SeesTheCode();
        server.Arrivals.Count.ShouldBe(campaign.Trials);
    }

    [Theory]
    [InlineData(false, 9)]
    [InlineData(true, 6)]
    public async Task Pictures_of_two_trials_ahead_are_loaded_before_an_answer_and_of_one_when_data_is_saved(bool saveData, int pictures)
    {
        await using var server = await StandInCrowd.Start(campaign with { Trials = 6, PageSize = 6 });
        await using var visit = await HitVisit.Begin(browser, server);
        await visit.Context.AddInitScriptAsync($"Object.defineProperty(navigator, 'connection', {{ get: () => ({{ saveData: {(saveData ? "true" : "false")} }}) }})");
        HashSet<string> asked = [];
        var gate = new TaskCompletionSource();
        await visit.Context.RouteAsync("**/i/*", async route =>
        {
            // The fourth trial's pictures would come too once the second's and third's are there; they are held back.
            int before;
            lock (asked)
            {
                asked.Add(route.Request.Url);
                before = asked.Count;
            }

            if (before > 3) await gate.Task;
            await route.ContinueAsync();
        });
        await visit.Open();
        await visit.BeginWork(campaign with { Trials = 6 });
        await Task.Delay(500, TestContext.Current.CancellationToken);

        lock (asked) asked.Count.ShouldBe(pictures);
        gate.SetResult();
    }

    [Fact]
    public async Task Where_work_is_handed_in_elsewhere_the_way_back_and_the_code_are_shown()
    {
        await using var server = await StandInCrowd.Start(campaign with { Completion = new { kind = "redirect", code = "NGHT-7Q2M-XK", url = "https://market.example/complete?cc=NGHT" } });
        await using var visit = await HitVisit.Begin(browser, server);
        await visit.Open();
        await visit.BeginWork(campaign);
        await visit.AnswerByKeys(campaign, 1, campaign.Trials);

        await visit.SeesTheCode();
        var way = visit.Page.GetByRole(AriaRole.Link, new() { Name = "Go back to market.example" });
        (await way.GetAttributeAsync("href")).ShouldBe("https://market.example/complete?cc=NGHT");
        (await visit.Page.Look("done-redirect")).ShouldBeEmpty();
        visit.Offences.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_finished_participant_takes_another_round_in_the_same_browser_until_there_is_none()
    {
        await using var server = await StandInCrowd.Start(campaign with { Hits = 2 });
        await using var visit = await HitVisit.Begin(browser, server);
        await visit.Open();
        await visit.BeginWork(campaign);
        await visit.AnswerByKeys(campaign, 1, campaign.Trials);
        await visit.SeesTheCode();
        (await visit.Page.Look("done-again")).ShouldBeEmpty();
        await visit.Button("Take another round").ClickAsync();
        await visit.BeginWork(campaign);
        await visit.AnswerByKeys(campaign, 1, campaign.Trials);

        await visit.SeesTheCode();
        await Assertions.Expect(visit.Button("Take another round")).ToHaveCountAsync(0);
        server.Sessions.Count.ShouldBe(2);
        server.Stored.Count.ShouldBe(2 * campaign.Trials);
    }

    [Theory]
    [InlineData("participant-erased", "You have been forgotten")]
    [InlineData("assignment-taken", "Somebody else has begun this")]
    [InlineData("hits-used", "You have done all there is")]
    public async Task Whoever_is_turned_away_at_the_door_is_told_why(string code, string title)
    {
        await using var server = await StandInCrowd.Start(campaign with { Turned = code });
        await using var visit = await HitVisit.Begin(browser, server);
        await visit.Open();
        await visit.Sees(visit.Title(title));
        (await visit.Page.Look($"notice-{code}")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Where_there_are_no_locks_tabs_still_find_each_other()
    {
        await using var server = await StandInCrowd.Start(campaign);
        await using var visit = await HitVisit.Begin(browser, server);
        await visit.Context.AddInitScriptAsync("Object.defineProperty(navigator, 'locks', { get: () => undefined })");
        await visit.Open();
        await visit.BeginWork(campaign);
        var second = await visit.NewTab();
        await second.GotoAsync(server.Link);

        await second.GetByRole(AriaRole.Button, new() { Name = "Continue here" }).ClickAsync();
        await visit.Sees(visit.Title("The study went on in another tab"));
        server.Sessions.Count.ShouldBe(1);
    }
}
