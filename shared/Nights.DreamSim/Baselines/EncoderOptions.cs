using System.Text.Json.Serialization;
using Nights.DreamSim.Metrics;

namespace Nights.DreamSim.Baselines;

/// <summary>How a picture becomes the square input of an encoder.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<EncoderFit>))]
public enum EncoderFit
{
    /// <summary>Resized to the square; the aspect is not kept.</summary>
    [JsonStringEnumMemberName("stretch")] Stretch,

    /// <summary>The shorter edge is resized to the square's, the middle is cut out: CLIP's own preprocessing.</summary>
    [JsonStringEnumMemberName("crop")] Crop,
}

/// <summary>What of an encoder's output is the embedding.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<EncoderPool>))]
public enum EncoderPool
{
    /// <summary>All of it, one number after the other.</summary>
    [JsonStringEnumMemberName("flatten")] Flatten,

    /// <summary>The mean over positions: of (batch, channels, rows, columns) over the last two axes, of (batch, tokens, channels) over the tokens.</summary>
    [JsonStringEnumMemberName("mean")] Mean,

    /// <summary>The first token of (batch, tokens, channels).</summary>
    [JsonStringEnumMemberName("first")] First,
}

/// <summary>Any encoder given as an ONNX graph, with its preprocessing: (value / 255 − mean) / deviation.</summary>
public sealed record EncoderOptions : BaselineOptions
{
    /// <summary>The ONNX file beside <c>metric.json</c>.</summary>
    public required string Graph { get; init; }

    /// <summary>The input that takes the picture; need not be said where there is one input.</summary>
    public string? Input { get; init; }

    /// <summary>The output that is the embedding; by default the first.</summary>
    public string? Output { get; init; }

    /// <summary>Edge of the square input, in pixels.</summary>
    public int Size { get; init; } = 224;

    public Resampling Resampling { get; init; } = Resampling.Bicubic;

    public EncoderFit Fit { get; init; }

    /// <summary>Of red, green, blue; subtracted.</summary>
    public IReadOnlyList<float> Mean { get; init; } = [0, 0, 0];

    /// <summary>Of red, green, blue; divided by.</summary>
    public IReadOnlyList<float> Std { get; init; } = [1, 1, 1];

    /// <summary>Blue before red.</summary>
    public bool Bgr { get; init; }

    /// <summary>(batch, height, width, 3) in place of (batch, 3, height, width).</summary>
    public bool ChannelsLast { get; init; }

    public EncoderPool Pool { get; init; }

    public EmbeddingDistance Distance { get; init; }

    /// <summary>Pictures in one call, where the graph does not fix their number.</summary>
    public int Batch { get; init; } = 16;

    public override void Validate(string path)
    {
        Beside(path, "graph", Graph);
        if (Size is < 8 or > 4096) throw new InvalidDataException($"{path}: size is {Size}; it must be 8 to 4096 pixels.");
        if (Batch is < 1 or > 1024) throw new InvalidDataException($"{path}: batch is {Batch}; it must be 1 to 1024 pictures.");
        if (Mean is not { Count: 3 } || Std is not { Count: 3 } || Std.Any(deviation => deviation == 0))
            throw new InvalidDataException($"{path}: mean and std are three numbers each, red, green, blue, and no std is 0.");
    }
}
