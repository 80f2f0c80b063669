using Microsoft.Extensions.Configuration.Json;

namespace Nights.Local;

/// <summary>The settings with which the services run in this process: the same keys as anywhere else, all given by the local host.</summary>
internal static class LocalSettings
{
    public static Dictionary<string, string?> For(DataFolder folder, PrivatePostgres postgres, SecretFiles secrets, LocalHostOptions options) => new()
    {
        ["ConnectionStrings:Nights"] = postgres.ConnectionString,
        ["Bus:Kind"] = "memory",
        ["Objects:Kind"] = "disk",
        ["Objects:Folder"] = folder.Objects,
        ["Secrets:Key"] = secrets.Key,
        ["Logging:LogLevel:Default"] = "Warning",
        ["Logging:LogLevel:Nights"] = "Information",
    };

    /// <summary>Puts the settings above all others, and takes away settings files: several services' files share one folder here.</summary>
    public static void Give(this IConfigurationManager configuration, IEnumerable<KeyValuePair<string, string?>> settings)
    {
        foreach (var file in configuration.Sources.OfType<JsonConfigurationSource>().ToArray()) configuration.Sources.Remove(file);
        configuration.AddInMemoryCollection(settings);
    }
}
