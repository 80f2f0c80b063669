using Microsoft.Playwright;
using Nights.BrowserTests.StandIn;
using Nights.BrowserTests.Visits;

namespace Nights.BrowserTests;

/// <summary>Each screen of the HIT page passes axe-core, has targets of 44 px and never scrolls sideways.</summary>
public sealed class EveryScreenTests(SharedBrowser browser)
{
    public static TheoryData<string> Windows => ["desktop", "phone", "phone-landscape", "zoom200", "rtl-desktop", "rtl-phone"];

    private static BrowserNewContextOptions Window(string name) => name switch
    {
        "phone" or "rtl-phone" => Screens.Phone,
        "phone-landscape" => Screens.PhoneOnItsSide,
        "zoom200" => Screens.Zoomed,
        _ => Screens.Desktop,
    };

    [Theory]
    [MemberData(nameof(Windows))]
    public async Task Of_a_whole_HIT_is_accessible(string window)
    {
        var campaign = new StandInCampaign();
        if (window.StartsWith("rtl", StringComparison.Ordinal))
            campaign = campaign with { Locale = "ar", Direction = "rtl", Title = "أي الصور أكثر تشابهًا؟", Question = "أي الصورتين أدناه أكثر شبهًا؟" };
        await using var server = await StandInCrowd.Start(campaign);
        await using var visit = await HitVisit.Begin(browser, server, Window(window));
        var page = visit.Page;
        var go = page.Locator("[data-go]");
        List<string> found = [];
        async Task Look(string screen) => found.AddRange(await page.Look($"{window}-{screen}"));

        await visit.Open();
        await visit.Sees(go);
        await Look("01-landing");
        await page.Locator("summary").Nth(1).ClickAsync();
        await Look("02-landing-open");
        await go.ClickAsync();
        await visit.Sees(page.Locator(".page .quiet"));
        await Look("03-consent");
        await go.ClickAsync();
        await visit.Sees(page.Locator(".example"));
        await Look("04-how-1");
        await go.ClickAsync();
        await visit.Sees(page.Locator(".actions .plain"));
        await Look("04-how-2");
        await go.ClickAsync();
        await Assertions.Expect(page.Locator(".steps")).ToContainTextAsync("3");
        await Look("04-how-3");
        await go.ClickAsync();
        for (var n = 1; n <= campaign.PracticeTrials; n++)
        {
            await visit.SeesPictures();
            await visit.Picture("left").ClickAsync();
            await visit.Sees(go);
            await Look($"05-feedback-{n}");
            await go.ClickAsync();
        }

        await visit.Sees(page.Locator(".page"));
        await Look("06-practice-over");
        await go.ClickAsync();
        await visit.SeesPictures();
        await Look("07-trial");
        await page.Keyboard.PressAsync("Tab");
        await Assertions.Expect(visit.Picture("left")).ToBeFocusedAsync();
        await Look("08-trial-focus");
        await page.Locator(".top button").First.ClickAsync();
        await Look("09-problem");
        await page.Keyboard.PressAsync("Escape");
        await page.Locator(".top button").Last.ClickAsync();
        await Look("10-leave");
        await page.Keyboard.PressAsync("Escape");

        server.Silent = true;
        await visit.SeesPictures();
        await visit.Picture("left").ClickAsync();
        await Assertions.Expect(page.Locator("#note")).ToBeVisibleAsync();
        await Look("11-saving");
        await Assertions.Expect(page.Locator("#note")).ToContainTextAsync(window.StartsWith("rtl", StringComparison.Ordinal) ? "دون" : "offline");
        await Look("12-offline");
        server.Silent = false;

        for (var n = 2; n <= campaign.Trials; n++)
        {
            await visit.SeesPictures();
            if (n == campaign.Trials) await Look("07-trial-last");
            await visit.Picture("left").ClickAsync();
            if (n != campaign.PageSize) continue;
            await Assertions.Expect(page.Locator("progress.bar")).ToBeVisibleAsync();
            await Look("13-rest");
            await go.ClickAsync();
        }

        await visit.SeesTheCode();
        await Look("14-done");
        found.ShouldBeEmpty();
        visit.Offences.ShouldBeEmpty();
    }
}
