using System.Text.Json;

namespace Nights.Local;

/// <summary>host.json of a data folder: where its host listens while it runs. Left behind by a host that was killed.</summary>
internal sealed record HostFile(Uri PublicUrl, Uri OperatorUrl, int Pid)
{
    public const string Name = "host.json";

    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <returns>Null when there is none, or none that can be read.</returns>
    public static HostFile? Read(string folder)
    {
        try
        {
            return JsonSerializer.Deserialize<HostFile>(File.ReadAllBytes(Path.Combine(folder, Name)), Json);
        }
        catch (Exception fault) when (fault is IOException or JsonException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
