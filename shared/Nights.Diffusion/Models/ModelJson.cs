using System.Globalization;
using System.Text.Json;

namespace Nights.Diffusion.Models;

/// <summary>
/// A small JSON file of a model folder. A key that is missing or null is not said, as Python writes it; a value of another kind than is expected is an
/// error that names file and key.
/// </summary>
internal sealed class ModelJson
{
    private readonly string path;
    private readonly JsonElement root;

    private ModelJson(string path, JsonElement root) => (this.path, this.root) = (path, root);

    /// <summary>What a key says, or null.</summary>
    public JsonElement? this[string key] =>
        root.ValueKind == JsonValueKind.Object && root.TryGetProperty(key, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    /// <exception cref="ModelFolderException">The file is missing or is no JSON object.</exception>
    public static ModelJson Read(string path)
    {
        try
        {
            using var document = JsonDocument.Parse(ModelFile.Bytes(path));
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? new ModelJson(path, document.RootElement.Clone())
                : throw new ModelFolderException($"'{path}' is not a JSON object.");
        }
        catch (JsonException wrong)
        {
            throw new ModelFolderException($"'{path}' is not JSON: {wrong.Message}", wrong);
        }
    }

    /// <summary>The same, or a file that says nothing where there is none.</summary>
    public static ModelJson ReadIfThere(string path) => File.Exists(path) ? Read(path) : new ModelJson(path, default);

    /// <summary>A whole number within bounds, or null.</summary>
    public int? Integer(string key, int least, int most) => this[key] switch
    {
        null => null,
        { ValueKind: JsonValueKind.Number } value when value.TryGetInt32(out var number) && number >= least && number <= most => number,
        var other => throw Wrong(key, other, $"a whole number from {least} to {most}"),
    };

    /// <summary>A finite number above zero, or null.</summary>
    public double? Positive(string key) => this[key] switch
    {
        null => null,
        { ValueKind: JsonValueKind.Number } value when value.TryGetDouble(out var number) && number > 0 && double.IsFinite(number) => number,
        var other => throw Wrong(key, other, "a number above 0"),
    };

    public bool? Flag(string key) => this[key] switch
    {
        null => null,
        { ValueKind: JsonValueKind.True } => true,
        { ValueKind: JsonValueKind.False } => false,
        var other => throw Wrong(key, other, "true or false"),
    };

    /// <summary>Numbers of a given count, or null.</summary>
    public float[]? Numbers(string key, int count) => this[key] switch
    {
        null => null,
        { ValueKind: JsonValueKind.Array } value when value.GetArrayLength() == count && value.EnumerateArray().All(item => item.ValueKind == JsonValueKind.Number) =>
            [.. value.EnumerateArray().Select(item => item.GetSingle())],
        var other => throw Wrong(key, other, $"{count} numbers"),
    };

    /// <summary>The error of a value that is not what it must be.</summary>
    public ModelFolderException Wrong(string key, JsonElement? value, string expected) =>
        new(string.Create(CultureInfo.InvariantCulture, $"'{path}': {key} cannot be {value?.GetRawText() ?? "null"}; it is {expected}."));
}
