using Microsoft.Extensions.Configuration.Json;

namespace Nights.Local;

/// <summary>The settings with which the services run in this process: the same keys as anywhere else, all given by the local host.</summary>
internal static class LocalSettings
{
    /// <summary>Name of this process as generator and trainer. The same at every start, so that it is known what an earlier life had under way.</summary>
    public const string Name = "local host";

    public static Dictionary<string, string?> For(DataFolder folder, PrivatePostgres postgres, SecretFiles secrets, LocalHostOptions options) => new()
    {
        ["ConnectionStrings:Nights"] = postgres.ConnectionString,
        ["Bus:Kind"] = "memory",
        ["Objects:Kind"] = "disk",
        ["Objects:Folder"] = folder.Objects,
        ["Secrets:Key"] = secrets.Key,
        ["Generator:Model"] = options.Model ?? "procedural",
        ["Generator:Cache"] = folder.Models,
        ["Generator:Name"] = Name,
        ["Trainer:Name"] = Name,
        ["Trainer:Scratch"] = Path.Combine(folder.Path, "scratch"),
        ["Links:PublicUrl"] = options.PublicUrl.ToString(),
        ["Crowd:TrustLoopback"] = options.TrustLoopback ? "true" : "false",
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
