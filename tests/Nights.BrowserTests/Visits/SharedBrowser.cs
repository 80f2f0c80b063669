using Microsoft.Playwright;
using Nights.TestServers;

[assembly: AssemblyFixture(typeof(Nights.BrowserTests.Visits.SharedBrowser))]

namespace Nights.BrowserTests.Visits;

/// <summary>One real Chromium for all tests; each visit gets a fresh profile in it.</summary>
public sealed class SharedBrowser : IAsyncLifetime
{
    private IPlaywright? playwright;
    private IBrowser? browser;

    public IBrowser Browser => browser ?? throw new InvalidOperationException("Chromium has not been started yet.");

    public async ValueTask InitializeAsync()
    {
        Assertions.SetDefaultExpectTimeout(15_000);
        playwright = await Playwright.CreateAsync();
        browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Chromium.Path,
            Headless = true,
            Args = Chromium.Arguments,
        });
    }

    public async ValueTask DisposeAsync()
    {
        if (browser is not null) await browser.DisposeAsync();
        playwright?.Dispose();
    }
}
