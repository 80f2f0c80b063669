using System.Text.Json;
using Microsoft.Playwright;

namespace Nights.BrowserTests.Visits;

/// <summary>
/// Looks at a screen the way a reviewer does: axe-core by WCAG 2.2 A and AA, nothing to press under 44 px, no sideways scroll.
/// With NIGHTS_SCREENSHOTS naming a folder it also leaves a picture of every screen there.
/// </summary>
internal static class Inspection
{
    private const string Violations =
        """
        async () => (await axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })).violations
            .filter(v => v.impact === 'serious' || v.impact === 'critical')
            .map(v => `${v.impact} ${v.id}: ${v.nodes.map(n => n.target.join(' ')).join(', ')}`)
        """;

    private const string Small =
        """
        () => [...document.querySelectorAll('button, summary, textarea, .option')].filter(b => b.checkVisibility()).map(b => [b, b.getBoundingClientRect()])
            .filter(([b, r]) => r.width < 43.9 || r.height < 43.9).map(([b, r]) => `under 44 px: ${b.textContent} ${r.width}x${r.height}`)
            .concat(document.documentElement.scrollWidth > innerWidth ? [`scrolls sideways: ${document.documentElement.scrollWidth} > ${innerWidth}`] : [])
        """;

    private static readonly string Axe = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Axe", "axe.min.js"));

    /// <summary>What is wrong with a screen of the HIT page now; empty when nothing is.</summary>
    public static async Task<string[]> Look(this IPage page, string screen)
    {
        var audit = await page.Audit(screen);
        var small = await page.EvaluateAsync<JsonElement>(Small);
        return [.. audit, .. small.EnumerateArray().Select(found => $"{screen}: {found.GetString()}")];
    }

    /// <summary>The same without the sizes that fingers need: the console is worked with a mouse.</summary>
    public static async Task<string[]> Audit(this IPage page, string screen)
    {
        if (Environment.GetEnvironmentVariable("NIGHTS_SCREENSHOTS") is { Length: > 0 } folder)
            await page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{screen}.png") });
        if (!await page.EvaluateAsync<bool>("() => 'axe' in window")) await page.EvaluateAsync(Axe);
        var audit = await page.EvaluateAsync<JsonElement>(Violations);
        return [.. audit.EnumerateArray().Select(found => $"{screen}: {found.GetString()}")];
    }
}
