namespace Nights.TestServers;

/// <summary>The checkout these tests were built from.</summary>
public static class Repository
{
    /// <summary>The folder that holds NightsPipeline.sln.</summary>
    /// <exception cref="DirectoryNotFoundException">The tests were copied out of their checkout.</exception>
    public static string Root { get; } = Find();

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "NightsPipeline.sln"))) return folder.FullName;
        }

        throw new DirectoryNotFoundException($"No folder above '{AppContext.BaseDirectory}' holds NightsPipeline.sln; run the tests inside their checkout.");
    }
}
