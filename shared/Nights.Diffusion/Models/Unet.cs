using System.Text.Json.Nodes;

namespace Nights.Diffusion.Models;

/// <summary>The denoiser: latents, a timestep and encoded prompts to a prediction of the latents' shape.</summary>
public sealed class Unet : IDisposable
{
    private readonly OnnxGraph graph;
    private readonly Port sample;
    private readonly Port timestep;
    private readonly Port context;
    private readonly Port prediction;
    private readonly int? multiple;

    internal Unet(OnnxGraph graph, JsonObject config, int textWidth)
    {
        this.graph = graph;
        sample = Signature.Input(graph, "sample", [4], Signature.Floats);
        timestep = Signature.Input(graph, "timestep", [0, 1], Signature.Numbers);
        context = Signature.Input(graph, "encoder_hidden_states", [3], Signature.Floats);
        prediction = Signature.Output(graph, "out_sample", 4);
        Signature.NothingElse(graph, sample, timestep, context);
        Channels = config["in_channels"]?.GetValue<int>() ?? (sample.Dimensions[1] > 0 ? sample.Dimensions[1] : 4);
        if (Channels != 4)
            throw new ModelFolderException($"unet: the graph wants {Channels} latent channels ({sample}); text-to-image models have 4.");
        if (textWidth > 0 && context.Dimensions[2] > 0 && textWidth != context.Dimensions[2])
            throw new ModelFolderException($"unet: the input {context} wants {context.Dimensions[2]} numbers a token; the text_encoder gives {textWidth}.");
        multiple = config["size_multiple"]?.GetValue<int>();
    }

    public int Channels { get; }

    /// <summary>The prediction for a batch.</summary>
    /// <param name="latents">rows × channels × height × width.</param>
    /// <param name="shape">Those four numbers.</param>
    /// <param name="time">The timestep of all rows.</param>
    /// <param name="prompts">rows × tokens × width.</param>
    /// <param name="tokens">Tokens a prompt.</param>
    public float[] Predict(float[] latents, long[] shape, float time, float[] prompts, int tokens)
    {
        ArgumentNullException.ThrowIfNull(shape);
        ArgumentNullException.ThrowIfNull(prompts);
        var rows = shape[0];
        return graph.Run(prediction,
            new GraphValue(sample, latents, shape),
            Timestep(time, rows),
            new GraphValue(context, prompts, [rows, tokens, prompts.Length / rows / tokens]));
    }

    /// <summary>Pixels an edge must be a multiple of: three halvings inside the network, unless its configuration says otherwise.</summary>
    internal int SizeMultiple(int vaeFactor) => multiple ?? vaeFactor;

    public void Dispose() => graph.Dispose();

    /// <summary>A scalar, one number, or one a row: exports differ, and each declares which.</summary>
    private GraphValue Timestep(float time, long rows)
    {
        if (timestep.Rank == 0)
            return new GraphValue(timestep, [time], []);
        var perRow = timestep.Symbols[0] is { Length: > 0 } symbol && symbol == sample.Symbols[0];
        var count = perRow ? rows : 1;
        var times = new float[count];
        Array.Fill(times, time);
        return new GraphValue(timestep, times, [count]);
    }
}
