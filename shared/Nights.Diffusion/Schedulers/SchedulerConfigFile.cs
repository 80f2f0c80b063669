using System.Text.Json;
using System.Text.RegularExpressions;

namespace Nights.Diffusion.Schedulers;

/// <summary>Reads <c>scheduler_config.json</c> as Python wrote it.</summary>
internal static partial class SchedulerConfigFile
{
    public const string Name = "scheduler_config.json";

    public static SchedulerConfig Read(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        using var document = Parsed(json);
        var keys = document.RootElement;
        if (keys.ValueKind != JsonValueKind.Object)
            throw new SchedulerConfigException($"{Name} is not a JSON object.");
        if (!keys.TryGetProperty("_class_name", out var name) || name.ValueKind != JsonValueKind.String || name.GetString() is not { Length: > 0 } given)
            throw new SchedulerConfigException($"{Name} has no _class_name.");
        var trained = given.Replace("Flax", "", StringComparison.Ordinal);
        var config = new SchedulerConfig { Class = trained, TrainedClass = trained };

        // Keys the saving library filled in from its class's defaults do not bind another class.
        var filledIn = keys.TryGetProperty("_use_default_values", out var list) && list.ValueKind == JsonValueKind.Array
            ? list.EnumerateArray().Select(key => key.ToString()).ToHashSet()
            : [];
        foreach (var key in keys.EnumerateObject())
            if (!filledIn.Contains(key.Name))
                config = SchedulerConfigKeys.With(config, key.Name, key.Value);
        return config;
    }

    private static JsonDocument Parsed(string json)
    {
        try
        {
            return JsonDocument.Parse(Quoted(json));
        }
        catch (JsonException notJson)
        {
            throw new SchedulerConfigException($"{Name} is not JSON: {notJson.Message}");
        }
    }

    /// <summary>Python writes lambda_min_clipped as a bare -Infinity, which JSON does not have.</summary>
    private static string Quoted(string json) => BareInfinity().Replace(json, match => match.Value[0] == '"' ? match.Value : $"\"{match.Value}\"");

    [GeneratedRegex("""("(?:[^"\\]|\\.)*"|-?Infinity)""")]
    private static partial Regex BareInfinity();
}
