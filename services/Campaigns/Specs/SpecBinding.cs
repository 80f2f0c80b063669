using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Nights.Domain.Campaigns;

namespace Nights.Campaigns.Specs;

/// <summary>
/// Compares what was written with what a <see cref="CampaignSpec"/> has: collects every unknown key and every value of the wrong type
/// with its line, and turns the rest into JSON that deserializes.
/// </summary>
internal sealed class SpecBinding
{
    private readonly List<SpecError> errors = [];

    public IReadOnlyList<SpecError> Errors => errors;

    /// <summary>The part as JSON; null where an error was found or null was written.</summary>
    public JsonNode? Bind(SpecNode node, Type type, string path)
    {
        if (node is SpecScalar { Text: null }) return null;
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type == typeof(string)) return Text(node, path);
        if (type == typeof(int) || type == typeof(long)) return Whole(node, type, path);
        if (type == typeof(double)) return Number(node, path);
        if (type == typeof(bool)) return Truth(node, path);
        if (type.IsEnum) return Member(node, type, path);
        return typeof(IEnumerable).IsAssignableFrom(type) ? List(node, type.GetGenericArguments()[0], path) : Part(node, type, path);
    }

    private JsonObject? Part(SpecNode node, Type type, string path)
    {
        if (node is not SpecMap map) return Wrong<JsonObject>(node, path, "a group of keys is expected here, not a single value.");

        var known = type.GetProperties().ToDictionary(property => JsonNamingPolicy.CamelCase.ConvertName(property.Name));
        var part = new JsonObject();
        foreach (var (key, value) in map.Entries)
        {
            var at = path.Length is 0 ? key : $"{path}.{key}";
            if (!known.TryGetValue(key, out var property)) Add(value, at, $"is not a key of a campaign spec{Suggestion(key, known.Keys)}.");
            else if (part.ContainsKey(key)) Add(value, at, "is written twice.");
            else if (Bind(value, property.PropertyType, at) is { } bound) part[key] = bound;
            else if (value is SpecScalar { Text: null } && !IsOptional(property)) Add(value, at, "has no value; leave the key out for the default.");
        }

        foreach (var (key, property) in known)
        {
            var missing = property.GetCustomAttribute<RequiredMemberAttribute>() is not null && map.Entries.All(entry => entry.Key != key);
            if (missing) Add(node, path.Length is 0 ? key : $"{path}.{key}", "is missing.");
        }

        return part;
    }

    private JsonArray? List(SpecNode node, Type item, string path) => node is SpecList list
        ? new JsonArray([.. list.Items.Select((value, index) => Item(value, item, $"{path}[{index}]"))])
        : Wrong<JsonArray>(node, path, "a list is expected here, e.g. [2, 1, 1].");

    private JsonNode? Item(SpecNode node, Type type, string path) => node is SpecScalar { Text: null }
        ? Wrong<JsonNode>(node, path, "has no value; leave the line out.")
        : Bind(node, type, path);

    private JsonValue? Text(SpecNode node, string path) => node is SpecScalar { Text: { } text }
        ? JsonValue.Create(text)
        : Wrong<JsonValue>(node, path, "text is expected here.");

    private JsonValue? Whole(SpecNode node, Type type, string path)
    {
        const NumberStyles Style = NumberStyles.AllowLeadingSign;
        if (node is not SpecScalar { Quoted: false, Text: { } text }) return Wrong<JsonValue>(node, path, $"{Shown(node)} is not a whole number.");
        if (type == typeof(int) && int.TryParse(text, Style, CultureInfo.InvariantCulture, out var small)) return JsonValue.Create(small);
        if (type == typeof(long) && long.TryParse(text, Style, CultureInfo.InvariantCulture, out var large)) return JsonValue.Create(large);
        return Wrong<JsonValue>(node, path, $"{Shown(node)} is not a whole number{(long.TryParse(text, Style, CultureInfo.InvariantCulture, out _) ? " that fits; at most 2147483647" : "")}.");
    }

    private JsonValue? Number(SpecNode node, string path) =>
        node is SpecScalar { Quoted: false, Text: { } text }
        && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
            ? JsonValue.Create(number)
            : Wrong<JsonValue>(node, path, $"{Shown(node)} is not a number.");

    private JsonValue? Truth(SpecNode node, string path) => node is SpecScalar { Quoted: false, Text: { } text } && bool.TryParse(text, out var truth)
        ? JsonValue.Create(truth)
        : Wrong<JsonValue>(node, path, $"{Shown(node)} is neither true nor false.");

    private JsonValue? Member(SpecNode node, Type type, string path)
    {
        var name = node is SpecScalar { Text: { } text } ? Enum.GetNames(type).FirstOrDefault(member => member.Equals(text, StringComparison.OrdinalIgnoreCase)) : null;
        return name is not null
            ? JsonValue.Create(Convert.ToInt32(Enum.Parse(type, name), CultureInfo.InvariantCulture))
            : Wrong<JsonValue>(node, path, $"{Shown(node)} is not known; write {string.Join(" or ", Enum.GetNames(type).Select(JsonNamingPolicy.CamelCase.ConvertName))}.");
    }

    private T? Wrong<T>(SpecNode node, string path, string message)
        where T : class
    {
        Add(node, path, message);
        return null;
    }

    private void Add(SpecNode node, string path, string message) =>
        errors.Add(new SpecError(path, node.Line is { } line ? $"{message[..^1]} (line {line})." : message));

    private static string Shown(SpecNode node) => node switch
    {
        SpecScalar { Text: { Length: > 40 } text } => $"'{text[..40]}…'",
        SpecScalar scalar => $"'{scalar.Text}'",
        SpecList => "a list",
        _ => "a group of keys",
    };

    private static bool IsOptional(PropertyInfo property) =>
        new NullabilityInfoContext().Create(property).WriteState is NullabilityState.Nullable;

    private static string Suggestion(string key, IEnumerable<string> known)
    {
        var nearest = known.MinBy(name => Distance(key, name))!;
        return Distance(key, nearest) <= 3 ? $"; '{nearest}' was perhaps meant" : $"; known here are {string.Join(", ", known)}";
    }

    // Levenshtein: insertions, deletions and replacements between two short words, upper and lower case alike.
    private static int Distance(string one, string other)
    {
        var row = Enumerable.Range(0, other.Length + 1).ToArray();
        for (var i = 1; i <= one.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= other.Length; j++)
            {
                var same = char.ToLowerInvariant(one[i - 1]) == char.ToLowerInvariant(other[j - 1]);
                (diagonal, row[j]) = (row[j], Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (same ? 0 : 1)));
            }
        }

        return row[^1];
    }
}
