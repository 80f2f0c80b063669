using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Nights.DreamSim.Checkpoints;

/// <summary>How this library writes and reads JSON: camel case, indented, comments allowed, unknown keys refused.</summary>
public static class ModelJson
{
    public static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        NumberHandling = JsonNumberHandling.Strict,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <exception cref="InvalidDataException">The file is not there, is not JSON, or does not describe a <typeparamref name="T"/>.</exception>
    public static T Read<T>(string path)
    {
        if (!File.Exists(path)) throw new InvalidDataException($"There is no file {path}.");
        return Parse<T>(File.ReadAllText(path), path);
    }

    /// <exception cref="InvalidDataException">Not JSON, or not a <typeparamref name="T"/>.</exception>
    public static T Parse<T>(string json, string name)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(json, Options) ?? throw new JsonException("it is null");
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"{name} cannot be read: {e.Message}", e);
        }
    }

    public static string Text<T>(T value) => JsonSerializer.Serialize(value, Options) + "\n";
}
