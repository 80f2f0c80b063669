namespace Nights.Tests;

/// <summary>Where the source tree is: the folder above the test binary that holds the solution.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    /// <summary>Reference values: <c>NIGHTS_GOLDEN</c>, or the copy in the repository.</summary>
    public static string Golden => Environment.GetEnvironmentVariable("NIGHTS_GOLDEN") is { Length: > 0 } folder
        ? folder
        : Path.Combine(Root, "tests", "golden");

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "NightsPipeline.sln"))) return folder.FullName;
        throw new DirectoryNotFoundException($"No folder above {AppContext.BaseDirectory} holds NightsPipeline.sln.");
    }
}
