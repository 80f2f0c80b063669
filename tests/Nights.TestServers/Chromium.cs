namespace Nights.TestServers;

/// <summary>The installed browser, for Playwright's ExecutablePath.</summary>
public static class Chromium
{
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

    /// <summary>NIGHTS_TEST_CHROMIUM when set, else the first browser found.</summary>
    /// <exception cref="FileNotFoundException">There is none; with the command that installs one.</exception>
    public static string Path
    {
        get
        {
            if (Environment.GetEnvironmentVariable("NIGHTS_TEST_CHROMIUM") is { Length: > 0 } given)
                return File.Exists(given) ? given : throw new FileNotFoundException($"NIGHTS_TEST_CHROMIUM names '{given}', which is not there.");
            return Names.Select(name => System.IO.Path.Combine("/usr/bin", name)).FirstOrDefault(File.Exists)
                ?? Installed.Find("chromium", "chromium");
        }
    }

    /// <summary>What a browser without a screen needs: no calls home, and no sandbox for root, whom it refuses one.</summary>
    public static IReadOnlyList<string> Arguments { get; } =
    [
        "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
        .. Installed.IsRoot ? ["--no-sandbox"] : Array.Empty<string>(),
    ];
}
