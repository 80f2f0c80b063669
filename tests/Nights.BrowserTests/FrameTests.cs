using Microsoft.Playwright;
using Nights.BrowserTests.StandIn;
using Nights.BrowserTests.Visits;
using Nights.TestServers;

namespace Nights.BrowserTests;

/// <summary>The page inside a marketplace: a sandboxed frame of another site, third-party cookies blocked, storage perhaps as well.</summary>
public sealed class FrameTests
{
    /// <summary>Everything a page could keep something in, or speak to its other tabs by, refuses.</summary>
    private const string NoStorage =
        """
        if (window.top !== window) {
            const refuse = () => { throw new DOMException('Access is denied for this document.', 'SecurityError'); };
            for (const name of ['localStorage', 'sessionStorage', 'indexedDB']) Object.defineProperty(window, name, { get: refuse });
            window.BroadcastChannel = class { constructor() { refuse(); } };
            navigator.locks.request = () => Promise.reject(new DOMException('Access is denied for this document.', 'SecurityError'));
        }
        """;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_whole_HIT_can_be_taken_reloaded_and_handed_in(bool storageBlocked)
    {
        await using var site = await EmbeddingSite.Start();
        var campaign = new StandInCampaign
        {
            PracticeTrials = 1,
            FrameOrigin = site.Origin,
            FormOrigin = site.Origin,
            Completion = new { kind = "form", code = "NGHT-7Q2M-XK", url = $"{site.Origin}/submit", fields = new { assignmentId = "a-1" } },
        };
        await using var server = await StandInCrowd.Start(campaign);
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await Launch(playwright);
        await using var context = await browser.NewContextAsync(Screens.Desktop);
        context.SetDefaultTimeout(20_000);
        if (storageBlocked) await context.AddInitScriptAsync(NoStorage);
        List<string> strangers = [];
        context.Request += (_, request) =>
        {
            if (!request.Url.StartsWith(server.Address, StringComparison.Ordinal) && !request.Url.StartsWith(site.Origin, StringComparison.Ordinal)) strangers.Add(request.Url);
        };
        var page = await context.NewPageAsync();
        await page.GotoAsync(site.Showing($"{server.Link}&workerId=w-1&assignmentId=a-1&hitId=h-1&turkSubmitTo={site.Origin}"));
        var hit = page.FrameLocator("iframe");
        ILocator Button(string words) => hit.GetByRole(AriaRole.Button, new() { Name = words, Exact = true });

        foreach (var words in new[] { "Start", "I agree, go on", "Next", "Next", "Start the practice" })
        {
            await Button(words).ClickAsync();
            if (words == "Start") (await hit.Locator("body").EvaluateAsync<bool>("() => document.hasStorageAccess()")).ShouldBeFalse();
            if (words == "Next") await Assertions.Expect(hit.Locator("h1")).Not.ToHaveTextAsync("How it works");
        }

        await Pick(hit, 1, 1);
        await Button("Next").ClickAsync();
        await Button("Begin").ClickAsync();
        await Pick(hit, 1, campaign.Trials);
        await Assertions.Expect(hit.Locator(".top")).ToContainTextAsync($"2 of {campaign.Trials}");

        await page.Frames.Single(frame => frame.Name == "hit").EvaluateAsync("() => location.reload()");
        for (var n = 2; n <= campaign.Trials; n++)
        {
            await Pick(hit, n, campaign.Trials);
            if (n == campaign.PageSize) await Button("Continue").ClickAsync();
        }

        await Button("Hand in").ClickAsync();
        await Assertions.Expect(hit.GetByText("Received")).ToBeVisibleAsync();
        site.HandedIn.ShouldHaveSingleItem()["assignmentId"].ShouldBe("a-1");
        server.Sessions.Count.ShouldBe(1);
        server.Stored.Select(stored => stored.Trial).ShouldBeUnique();
        server.Stored.Count.ShouldBe(campaign.Trials);
        server.Visits.ShouldAllBe(visit => visit.Participant == "w-1" && visit.Assignment == "a-1" && visit.Study == "h-1" && visit.SubmitTo == site.Origin);
        strangers.ShouldBeEmpty();
    }

    [Fact]
    public async Task Flashed_pairs_are_judged_and_handed_in_there_at_double_zoom()
    {
        await using var site = await EmbeddingSite.Start();
        var campaign = new StandInCampaign
        {
            Trials = 2,
            PracticeTrials = 0,
            PageSize = 2,
            Flashed = StandInFlash.Pair("blank"),
            FrameOrigin = site.Origin,
            FormOrigin = site.Origin,
            Completion = new { kind = "form", code = "NGHT-7Q2M-XK", url = $"{site.Origin}/submit", fields = new { assignmentId = "a-1" } },
        };
        await using var server = await StandInCrowd.Start(campaign);
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await Launch(playwright);
        await using var context = await browser.NewContextAsync(Screens.Zoomed);
        context.SetDefaultTimeout(60_000);
        var page = await context.NewPageAsync();
        await page.GotoAsync(site.Showing($"{server.Link}&workerId=w-1&assignmentId=a-1&hitId=h-1&turkSubmitTo={site.Origin}"));
        var hit = page.FrameLocator("iframe");
        foreach (var words in new[] { "Start", "I agree, go on", "Start the practice" }) await hit.GetByRole(AriaRole.Button, new() { Name = words, Exact = true }).ClickAsync();
        for (var n = 1; n <= campaign.Trials; n++)
        {
            await Assertions.Expect(hit.Locator(".flashing:not(:has(.chosen)) .question")).ToHaveTextAsync("Were the two pictures the same?", new() { Timeout = 60_000 });
            await page.Keyboard.PressAsync(n is 1 ? "f" : "j");
        }

        await hit.GetByRole(AriaRole.Button, new() { Name = "Hand in", Exact = true }).ClickAsync();
        await Assertions.Expect(hit.GetByText("Received")).ToBeVisibleAsync();
        site.HandedIn.ShouldHaveSingleItem()["assignmentId"].ShouldBe("a-1");
        server.Judgements.Select(judgement => judgement.Answers[0]).ShouldBe(["same", "different"]);
        server.Judgements.ShouldAllBe(judgement => judgement.Timing.Decoded && judgement.Timing.HiddenCount == 0);
    }

    [Fact]
    public async Task A_site_that_is_not_allowed_shows_nothing_of_it()
    {
        await using var site = await EmbeddingSite.Start();
        await using var server = await StandInCrowd.Start();
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await Launch(playwright);
        var page = await browser.NewPageAsync();
        List<string> said = [];
        page.Console += (_, message) => said.Add(message.Text);
        await page.GotoAsync(site.Showing(server.Link));

        said.ShouldContain(text => text.Contains("frame-ancestors", StringComparison.Ordinal));
        server.Visits.ShouldBeEmpty();
    }

    private static async Task Pick(IFrameLocator hit, int number, int total)
    {
        await Assertions.Expect(hit.Locator(".top")).ToContainTextAsync($"{number} of {total}");
        await Assertions.Expect(hit.Locator(".board:not(:has(.chosen)) .pick[data-side=left] img")).ToBeVisibleAsync();
        await hit.Locator("body").EvaluateAsync("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => requestAnimationFrame(done))))");
        await hit.Locator(".pick[data-side=left]").ClickAsync();
    }

    private static Task<IBrowser> Launch(IPlaywright playwright) => playwright.Chromium.LaunchAsync(new()
    {
        ExecutablePath = Chromium.Path,
        Headless = true,
        Args = [.. Chromium.Arguments, "--test-third-party-cookie-phaseout"],
    });
}
