using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Nights.BrowserTests.Visits;

namespace Nights.BrowserTests;

/// <summary>The operators' console of the real local host, in Chromium: the log-in guards it, every page shows its data and reads well.</summary>
public sealed class ConsoleTests(SharedBrowser browser, RealHost host) : IClassFixture<RealHost>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nobody_comes_in_without_a_key()
    {
        await using var visit = await browser.Browser.NewContextAsync();
        var page = await visit.NewPageAsync();

        await page.GotoAsync(new Uri(host.Console, "/datasets").ToString());
        page.Url.ShouldContain("/login");
        await page.GetByLabel("Operator key or set-up token").FillAsync("nonsense");
        await page.GetByRole(AriaRole.Button, new() { Name = "Log in" }).ClickAsync();

        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).Not.ToBeEmptyAsync();
        (await page.Audit("console-log-in")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Every_page_shows_what_is_there_and_axe_finds_nothing_serious()
    {
        var campaign = await host.JudgedCampaign(Cancel);
        await host.TrainedAndTraining(Cancel);
        await using var visit = await browser.Browser.NewContextAsync(new() { ViewportSize = new() { Width = 1440, Height = 900 } });
        var page = await visit.NewPageAsync();
        await page.GotoAsync(new Uri(host.Console, "/login").ToString());
        await page.GetByLabel("Operator key or set-up token").FillAsync(host.OperatorKey);
        await page.GetByRole(AriaRole.Button, new() { Name = "Log in" }).ClickAsync();
        await page.WaitForURLAsync(host.Console.ToString());

        await page.GotoAsync(new Uri(host.Console, "/models").ToString());
        foreach (var row in new[] { "Tuned", "Before training", "PSNR", "SSIM" })
            await Assertions.Expect(page.GetByRole(AriaRole.Cell, new() { Name = row, Exact = true }).First).ToBeVisibleAsync();
        foreach (var tile in new[] { "Step", "Loss", "2AFC", "Pictures", "Time left" })
            await Assertions.Expect(page.Locator("dl.tile", new() { Has = page.GetByText(tile, new() { Exact = true }) }).Locator(".big")).ToContainTextAsync(new Regex("[0-9]"), new() { Timeout = 30_000 });

        var found = new List<string>();
        foreach (var (path, shows) in Pages(campaign))
        {
            await page.GotoAsync(new Uri(host.Console, path).ToString());
            await Assertions.Expect(page.GetByText(shows).First).ToBeVisibleAsync();
            await page.WaitForLoadStateAsync(LoadState.NetworkIdle);
            found.AddRange(await page.Audit($"console-{path.Trim('/').Replace($"{campaign}", "judged", StringComparison.Ordinal).Replace('/', '-')}"));
        }

        found.ShouldBeEmpty();
        await page.GotoAsync(new Uri(host.Console, $"/campaigns/{campaign}/triplets").ToString());
        var picture = page.Locator("img").First;
        await Assertions.Expect(picture).ToBeVisibleAsync();
        (await picture.EvaluateAsync<int>("async image => { await image.decode(); return image.naturalWidth; }")).ShouldBe(256);
    }

    [Fact]
    public async Task Failed_paintings_stand_on_the_campaigns_page_with_their_reasons_and_can_be_ordered_again()
    {
        var campaign = await host.FailingCampaign(Cancel);
        await using var visit = await browser.Browser.NewContextAsync(new() { ViewportSize = new() { Width = 1440, Height = 900 } });
        var page = await visit.NewPageAsync();
        await page.GotoAsync(new Uri(host.Console, "/login").ToString());
        await page.GetByLabel("Operator key or set-up token").FillAsync(host.OperatorKey);
        await page.GetByRole(AriaRole.Button, new() { Name = "Log in" }).ClickAsync();
        await page.WaitForURLAsync(host.Console.ToString());

        await page.GotoAsync(new Uri(host.Console, $"/campaigns/{campaign}").ToString());
        var failed = page.GetByRole(AriaRole.Region, new() { Name = "Failed paintings" });
        await Assertions.Expect(failed.GetByText("no-such-model").First).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByText("colour, content at 0.25, 0.5, 0.75; one against another")).ToBeVisibleAsync();
        (await page.Audit("console-campaign-failed")).ShouldBeEmpty();

        await failed.GetByRole(AriaRole.Button, new() { Name = "Order again" }).First.ClickAsync();
        await Assertions.Expect(page.GetByText("One painting is ordered again.")).ToBeVisibleAsync();
        // It fails once more, now in its second attempt.
        await Assertions.Expect(failed.GetByRole(AriaRole.Cell, new() { Name = "2", Exact = true }).Last).ToBeVisibleAsync(new() { Timeout = 30_000 });
    }

    [Fact]
    public async Task A_guided_campaign_tells_what_was_screened_and_why_it_goes_on_unguided()
    {
        var (guided, unguided, model) = await host.GuidedCampaigns(Cancel);
        await using var visit = await browser.Browser.NewContextAsync(new() { ViewportSize = new() { Width = 1440, Height = 1300 } });
        var page = await visit.NewPageAsync();
        await page.GotoAsync(new Uri(host.Console, "/login").ToString());
        await page.GetByLabel("Operator key or set-up token").FillAsync(host.OperatorKey);
        await page.GetByRole(AriaRole.Button, new() { Name = "Log in" }).ClickAsync();
        await page.WaitForURLAsync(host.Console.ToString());

        await page.GotoAsync(new Uri(host.Console, $"/campaigns/{unguided}").ToString());
        await Assertions.Expect(page.GetByRole(AriaRole.Status).Filter(new() { HasText = "4 paintings are judged unguided." }))
            .ToContainTextAsync($"Model {model} cannot be loaded: The object store has no object 'models/");
        await Assertions.Expect(page.GetByText("Opened unscored")).ToBeVisibleAsync();
        (await page.Audit("console-campaign-unguided")).ShouldBeEmpty();

        await page.GotoAsync(new Uri(host.Console, $"/campaigns/{guided}").ToString());
        await Assertions.Expect(page.GetByText("Guided by")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByText(model)).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByText("ranks; screens up to 2 apart")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByText("Near-identical triplets")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByText("Nothing has been judged yet. 4 triplets never entered: the model that guides the campaign finds their two variations nearly identical.")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByText("unguided")).ToHaveCountAsync(0);
        (await page.Audit("console-campaign-guided")).ShouldBeEmpty();
    }

    private static (string Path, string Shows)[] Pages(Guid campaign) =>
    [
        ("/models", "at the pace so far"),        // first, while the training is under way
        ("/", "judged"),
        ("/campaigns/new", "YAML"),
        ($"/campaigns/{campaign}", "judged"),
        ($"/campaigns/{campaign}/triplets", "Accepted"),
        ($"/campaigns/{campaign}/participants", "own"),
        ("/datasets", "judged"),
    ];
}
