using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Nights.BrowserTests.StandIn;

namespace Nights.BrowserTests.Visits;

/// <summary>
/// One participant at the HIT page: a fresh browser profile and a page. It watches what must never happen in any test: a
/// request to another origin, a violation of the content policy, an error in a script.
/// </summary>
internal sealed partial class HitVisit : IAsyncDisposable
{
    private readonly string link;

    private HitVisit(string link, IBrowserContext context)
    {
        this.link = link;
        Context = context;
    }

    public IBrowserContext Context { get; }
    public IPage Page { get; private set; } = null!;

    /// <summary>Addresses outside the server, broken policies and script errors, in the order they were seen.</summary>
    public List<string> Offences { get; } = [];

    public static Task<HitVisit> Begin(SharedBrowser browser, StandInCrowd server, BrowserNewContextOptions? options = null) => Begin(browser, server.Link, options);

    /// <param name="link">The whole address that a participant was given.</param>
    public static async Task<HitVisit> Begin(SharedBrowser browser, string link, BrowserNewContextOptions? options = null)
    {
        var origin = new Uri(link).GetLeftPart(UriPartial.Authority);
        var visit = new HitVisit(link, await browser.Browser.NewContextAsync(options ?? Screens.Desktop));
        visit.Context.SetDefaultTimeout(15_000);
        visit.Context.Request += (_, request) =>
        {
            if (!request.Url.StartsWith(origin + "/", StringComparison.Ordinal)) visit.Offences.Add("request to " + request.Url);
        };
        await visit.Context.AddInitScriptAsync("addEventListener('securitypolicyviolation', e => console.error('csp: ' + e.violatedDirective + ' ' + e.blockedURI))");
        visit.Page = await visit.NewTab();
        return visit;
    }

    public async Task<IPage> NewTab()
    {
        var page = await Context.NewPageAsync();
        page.PageError += (_, error) => Offences.Add("script error " + error);
        page.Console += (_, message) =>
        {
            if (message.Type == "error" && message.Text.StartsWith("csp:", StringComparison.Ordinal)) Offences.Add(message.Text);
        };
        return page;
    }

    public Task Open(string query = "") => Page.GotoAsync(link + query);

    public ILocator Title(string words) => Page.GetByRole(AriaRole.Heading, new() { Name = words, Exact = true });
    public ILocator Button(string words) => Page.GetByRole(AriaRole.Button, new() { Name = words, Exact = true });
    public ILocator Picture(string side) => Page.Locator($".pick[data-side={side}]");
    public Task Sees(ILocator what) => Assertions.Expect(what).ToBeVisibleAsync();

    /// <summary>Waits until this trial's pictures stand on the screen and can be answered.</summary>
    public async Task SeesTrial(int number, int total)
    {
        await Assertions.Expect(Page.Locator(".top")).ToContainTextAsync($"{number} of {total}");
        await SeesPictures();
    }

    /// <summary>Waits for pictures that have not been answered, and for the frame after they were painted.</summary>
    public async Task SeesPictures()
    {
        await Assertions.Expect(Page.Locator(".board:not(:has(.chosen)) .pick[data-side=right] img")).ToBeVisibleAsync();
        await Page.EvaluateAsync("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => requestAnimationFrame(done))))");
    }

    /// <summary>Goes through the three screens that say how it works, whose way on is the last button of each.</summary>
    public async Task ReadHow()
    {
        await Button("Next").ClickAsync();
        await Sees(Title("How to answer"));
        await Button("Next").ClickAsync();
        await Button("Start the practice").ClickAsync();
    }

    /// <summary>From the landing page to the first trial that counts, answering the practice with the left picture.</summary>
    public async Task BeginWork(StandInCampaign campaign)
    {
        await Button("Start").ClickAsync();
        await Button("I agree, go on").ClickAsync();
        await ReadHow();
        for (var n = 1; n <= campaign.PracticeTrials; n++)
        {
            await SeesTrial(n, campaign.PracticeTrials);
            await Picture("left").ClickAsync();
            await Button("Next").ClickAsync();
        }

        if (campaign.PracticeTrials > 0) await Button("Begin").ClickAsync();
        await SeesTrial(1, campaign.Trials);
    }

    /// <summary>Answers from one trial to another (both included) by keyboard, going on after each break.</summary>
    public async Task AnswerByKeys(StandInCampaign campaign, int from, int to)
    {
        for (var n = from; n <= to; n++)
        {
            await SeesTrial(n, campaign.Trials);
            await Page.Keyboard.PressAsync(n % 2 == 0 ? "ArrowRight" : "ArrowLeft");
            if (n % campaign.PageSize == 0 && n < campaign.Trials) await Button("Continue").ClickAsync();
        }
    }

    public Task SeesTheCode() => Assertions.Expect(Page.Locator("[data-code]")).ToHaveTextAsync(CodePattern());

    [GeneratedRegex("^[A-Z0-9]{4,}(-[A-Z0-9]+)+$")]
    private static partial Regex CodePattern();

    public async ValueTask DisposeAsync() => await Context.DisposeAsync();
}
