namespace Nights.Tests;

/// <summary>The folder of reference values: <c>NIGHTS_GOLDEN</c>, or <c>tests/golden</c> of the repository.</summary>
public static class Golden
{
    /// <summary>Full paths of a reference folder's files, in ordinal order. A folder with no case in it fails the test.</summary>
    public static IReadOnlyList<string> Files(string folder, string pattern)
    {
        var path = Path(folder);
        var files = Directory.Exists(path) ? Directory.GetFiles(path, pattern).Order(StringComparer.Ordinal).ToArray() : [];
        files.ShouldNotBeEmpty($"'{path}' holds no reference case '{pattern}'; set NIGHTS_GOLDEN to a folder that has '{folder}'.");
        return files;
    }

    /// <summary>A path below the folder of reference values.</summary>
    public static string Path(string relative) => System.IO.Path.Combine(Root(), relative);

    private static string Root()
    {
        if (Environment.GetEnvironmentVariable("NIGHTS_GOLDEN") is { Length: > 0 } given)
            return given;
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "NightsPipeline.sln")))
                return System.IO.Path.Combine(folder.FullName, "tests", "golden");
        throw new DirectoryNotFoundException($"No NightsPipeline.sln above '{AppContext.BaseDirectory}'; set NIGHTS_GOLDEN.");
    }
}
