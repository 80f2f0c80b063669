using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(Nights.BrowserTests.Visits.Chromium))]

namespace Nights.BrowserTests.Visits;

/// <summary>One real Chromium for all tests; each visit gets a fresh profile in it.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private static readonly string[] Places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
    private IPlaywright? playwright;
    private IBrowser? browser;

    public IBrowser Browser => browser ?? throw new InvalidOperationException("Chromium has not been started yet.");

    public async ValueTask InitializeAsync()
    {
        var path = Environment.GetEnvironmentVariable("NIGHTS_TEST_CHROMIUM") is { Length: > 0 } given ? given : Array.Find(Places, File.Exists);
        if (path is null || !File.Exists(path))
        {
            throw new FileNotFoundException(
                $"The browser tests need Chromium; looked for {path ?? string.Join(", ", Places)}. "
                + "Install it with `apt-get install -y chromium`, or name one in NIGHTS_TEST_CHROMIUM.");
        }

        Assertions.SetDefaultExpectTimeout(15_000);
        playwright = await Playwright.CreateAsync();
        browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = path,
            Headless = true,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
    }

    public async ValueTask DisposeAsync()
    {
        if (browser is not null) await browser.DisposeAsync();
        playwright?.Dispose();
    }
}
