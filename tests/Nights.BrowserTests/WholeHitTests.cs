using Nights.BrowserTests.StandIn;
using Nights.BrowserTests.Visits;

namespace Nights.BrowserTests;

/// <summary>A participant takes a HIT from the link to the completion code.</summary>
public sealed class WholeHitTests(SharedBrowser browser)
{
    [Fact]
    public async Task By_keyboard_alone_each_trial_is_stored_once()
    {
        var campaign = new StandInCampaign();
        await using var server = await StandInCrowd.Start(campaign);
        await using var visit = await HitVisit.Begin(browser, server);
        await visit.Open();

        await visit.Sees(visit.Title("Which pictures look alike?"));
        await visit.Page.Keyboard.PressAsync("Tab");
        await visit.Page.Keyboard.PressAsync("Enter");
        await visit.Sees(visit.Title("Before we start"));
        await visit.Button("I agree, go on").FocusAsync();
        await visit.Page.Keyboard.PressAsync("Enter");
        foreach (var title in new[] { "How it works", "How to answer", "Take your time" })
        {
            await visit.Sees(visit.Title(title));
            await visit.Page.Keyboard.PressAsync("Tab");
            await visit.Page.Keyboard.PressAsync("Enter");
        }

        for (var n = 1; n <= campaign.PracticeTrials; n++)
        {
            await visit.SeesTrial(n, campaign.PracticeTrials);
            await visit.Page.Keyboard.PressAsync("f");
            await visit.Sees(visit.Button("Next"));
            await visit.Page.Keyboard.PressAsync("Enter");
        }

        await visit.Sees(visit.Title("That was the practice"));
        await visit.Page.Keyboard.PressAsync("Tab");
        await visit.Page.Keyboard.PressAsync("Enter");
        string[] keys = ["ArrowLeft", "ArrowRight", "f", "J", "1", "2"];
        for (var n = 1; n <= campaign.Trials; n++)
        {
            await visit.SeesTrial(n, campaign.Trials);
            await visit.Page.Keyboard.PressAsync(keys[n - 1] == "J" ? "j" : keys[n - 1]);
            if (n != campaign.PageSize) continue;
            await visit.Sees(visit.Title("Time for a breath"));
            await visit.Page.Keyboard.PressAsync("Tab");
            await visit.Page.Keyboard.PressAsync("Enter");
        }

        await visit.SeesTheCode();
        server.Stored.Select(s => s.Answer.Choice).ShouldBe(["left", "right", "left", "right", "left", "right"]);
        server.Stored.Select(s => s.Trial).ShouldBeUnique();
        server.Stored.ShouldAllBe(s => s.Answer.ResponseMs < 15_000);
        server.Refusals.ShouldBeEmpty();
        visit.Offences.ShouldBeEmpty();
    }

    [Fact]
    public async Task By_touch_on_a_phone_each_trial_is_stored_once()
    {
        var campaign = new StandInCampaign();
        await using var server = await StandInCrowd.Start(campaign);
        await using var visit = await HitVisit.Begin(browser, server, Screens.Phone);
        await visit.Open();

        await visit.Button("Start").TapAsync();
        await visit.Button("I agree, go on").TapAsync();
        await visit.Button("Next").TapAsync();
        await visit.Sees(visit.Title("How to answer"));
        await visit.Button("Next").TapAsync();
        await visit.Button("Start the practice").TapAsync();
        for (var n = 1; n <= campaign.PracticeTrials; n++)
        {
            await visit.SeesTrial(n, campaign.PracticeTrials);
            await visit.Picture(n % 2 == 0 ? "left" : "right").TapAsync();
            await visit.Button("Next").TapAsync();
        }

        await visit.Button("Begin").TapAsync();
        for (var n = 1; n <= campaign.Trials; n++)
        {
            await visit.SeesTrial(n, campaign.Trials);
            await visit.Picture(n % 2 == 0 ? "left" : "right").TapAsync();
            if (n == campaign.PageSize) await visit.Button("Continue").TapAsync();
        }

        await visit.SeesTheCode();
        server.Stored.Select(s => s.Answer.Choice).ShouldBe(["right", "left", "right", "left", "right", "left"]);
        server.Stored.Select(s => s.Trial).ShouldBeUnique();
        visit.Offences.ShouldBeEmpty();
    }
}
