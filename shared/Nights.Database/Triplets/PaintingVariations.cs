using System.Text.Json;
using System.Text.Json.Serialization;
using Nights.Domain.Perturbations;

namespace Nights.Database.Triplets;

/// <summary>How the variations of a painting are kept in its row: one list a picture, camelCase, by name.</summary>
public static class PaintingVariations
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>The text for <see cref="Painting.Variations"/>; null where only the seeds differ.</summary>
    public static string? Write(IReadOnlyList<IReadOnlyList<Perturbation>> variations) => variations.Count is 0 ? null : JsonSerializer.Serialize(variations, Json);

    /// <summary>One list a picture; empty where only the seeds differ.</summary>
    /// <exception cref="JsonException">The text is not what <see cref="Write"/> writes.</exception>
    public static IReadOnlyList<IReadOnlyList<Perturbation>> Read(string? text) => text is null
        ? []
        : JsonSerializer.Deserialize<IReadOnlyList<IReadOnlyList<Perturbation>>>(text, Json) ?? throw new JsonException("A painting's variations are null.");
}
