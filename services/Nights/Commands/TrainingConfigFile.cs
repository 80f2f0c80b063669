using System.Text.Json.Nodes;
using Nights.DreamSim.Training;
using YamlDotNet.Core;
using YamlDotNet.Serialization;

namespace Nights.Local.Commands;

/// <summary>A training configuration by name of a recipe, or from a JSON or YAML file.</summary>
internal static class TrainingConfigFile
{
    /// <exception cref="InvalidDataException">Neither a recipe nor a file, or one that cannot be used.</exception>
    public static TrainingConfig Read(string fileOrRecipe, long? seed)
    {
        var config = File.Exists(fileOrRecipe)
            ? Recipes.Parse(Json(fileOrRecipe), fileOrRecipe)
            : Recipes.All.FirstOrDefault(recipe => recipe.Name == fileOrRecipe)
              ?? throw new InvalidDataException(
                  $"There is no configuration file '{fileOrRecipe}', and no recipe of that name; there are {string.Join(", ", Recipes.All.Select(recipe => recipe.Name))}.");
        return (seed is { } given ? config with { Seed = given } : config).Validate();
    }

    private static string Json(string file)
    {
        var text = File.ReadAllText(file);
        if (Path.GetExtension(file) is not (".yaml" or ".yml")) return text;

        try
        {
            var yaml = new DeserializerBuilder().WithAttemptingUnquotedStringTypeDeserialization().Build().Deserialize<object?>(text);
            return (Node(yaml) ?? new JsonObject()).ToJsonString();
        }
        catch (YamlException e)
        {
            throw new InvalidDataException($"{file} is not YAML: line {e.Start.Line}: {e.Message}", e);
        }
    }

    private static JsonNode? Node(object? yaml) => yaml switch
    {
        null => null,
        Dictionary<object, object?> map => new JsonObject(map.Select(pair => KeyValuePair.Create($"{pair.Key}", Node(pair.Value)))),
        List<object?> list => new JsonArray([.. list.Select(Node)]),
        _ => JsonValue.Create(yaml),
    };
}
