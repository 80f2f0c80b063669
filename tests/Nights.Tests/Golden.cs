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
    public static string Path(string relative) => System.IO.Path.Combine(Repository.Golden, relative);

    /// <summary>A path below the repository's own folder: values that were recorded by this project.</summary>
    public static string Own(string relative) => System.IO.Path.Combine(Repository.Root, "tests", "golden", relative);
}
