using System.Text.Json.Serialization;

namespace Nights.DreamSim.Backbones;

/// <summary>What a backbone gives for a picture.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Feature>))]
public enum Feature
{
    /// <summary>The class token after the last block (or <see cref="BackboneOptions.Block"/>), before the final norm: (batch, width).</summary>
    [JsonStringEnumMemberName("cls")] Cls,

    /// <summary>The class token after the final norm, projected: (batch, projection). CLIP families only.</summary>
    [JsonStringEnumMemberName("embedding")] Embedding,

    /// <summary>The class token after the final norm: (batch, width).</summary>
    [JsonStringEnumMemberName("last_layer")] LastLayer,

    /// <summary>All tokens of the block that <see cref="Cls"/> takes: (batch, 1 + patches, width). All backbones of a model or none.</summary>
    [JsonStringEnumMemberName("cls_patch")] ClsPatch,
}
