namespace Nights.Diffusion.Models;

/// <summary>The denoiser: latents, a timestep and encoded prompts to a prediction of the latents' shape. What else it wants tells the family.</summary>
public sealed class Unet : IDisposable
{
    private const int LatentChannels = 4;
    private readonly int? multiple;

    internal Unet(OnnxGraph graph, ModelJson config, int textWidth)
    {
        Graph = graph;
        Sample = Signature.Input(graph, "sample", [4], Signature.Floats);
        Timestep = Signature.Input(graph, "timestep", [0, 1], Signature.Numbers);
        Context = Signature.Input(graph, "encoder_hidden_states", [3], Signature.Floats);
        Pooled = Signature.Optional(graph, "text_embeds", [2], Signature.Floats);
        TimeIds = Signature.Optional(graph, "time_ids", [2], Signature.Numbers);
        GuidanceEmbedding = Signature.Optional(graph, "timestep_cond", [2], Signature.Floats);
        Prediction = Signature.Output(graph, "out_sample", 4);
        Signature.NothingElse(graph, Sample, Timestep, Context, Pooled, TimeIds, GuidanceEmbedding);
        // What the graph declares is what it computes; a configuration is a copy that may be of another model.
        Channels = Sample.Dimensions[1] > 0 ? Sample.Dimensions[1] : config.Integer("in_channels", 1, 1024) ?? LatentChannels;
        if (Channels != LatentChannels)
            throw new ModelFolderException($"unet: the graph wants {Channels} latent channels ({Sample}); text-to-image models have {LatentChannels}.");
        if (Prediction.Dimensions[1] > 0 && Prediction.Dimensions[1] != Channels)
            throw new ModelFolderException($"unet: the output {Prediction} has {Prediction.Dimensions[1]} channels; a prediction has the {Channels} of the latents.");
        if (Sample.Dimensions[0] > 0)
            throw new ModelFolderException($"unet: the input {Sample} takes batches of {Sample.Dimensions[0]} only; batches vary. Export it with a batch dimension that varies.");
        if (Context.Dimensions[2] > 0 && textWidth > 0 && Context.Dimensions[2] != textWidth)
            throw new ModelFolderException($"unet: the input {Context} wants {Context.Dimensions[2]} numbers a token; the text_encoder gives {textWidth}.");
        if (Pooled is null != TimeIds is null)
            throw new ModelFolderException($"unet: an XL model has both text_embeds and time_ids; the graph declares {string.Join("; ", graph.Inputs)}.");
        if (TimeIds?.Dimensions[1] is { } ids and > 0 and not UnetCall.TimeIdCount)
            throw new ModelFolderException($"unet: the input {TimeIds} wants {ids} numbers; {UnetCall.TimeIdCount} are given: refiners, which want an aesthetic score, are not driven.");
        GuidanceWidth = GuidanceEmbedding is null ? 0
            : GuidanceEmbedding.Dimensions[1] > 0 ? GuidanceEmbedding.Dimensions[1]
            : config.Integer("time_cond_proj_dim", 4, 65536) ?? 256;
        multiple = config.Integer("size_multiple", 1, 4096);
    }

    /// <summary>Channels of the latents.</summary>
    public int Channels { get; }

    /// <summary>True where the guidance scale is an input (latent consistency models): there is no second pass to subtract.</summary>
    public bool EmbedsGuidance => GuidanceEmbedding is not null;

    /// <summary>True for the XL family, which is told the picture's size and the whole prompt's vector.</summary>
    public bool IsXl => Pooled is not null;

    internal OnnxGraph Graph { get; }
    internal Port Sample { get; }
    internal Port Timestep { get; }
    internal Port Context { get; }
    internal Port? Pooled { get; }
    internal Port? TimeIds { get; }
    internal Port? GuidanceEmbedding { get; }
    internal Port Prediction { get; }

    /// <summary>Height and width that the graph is exported for, in latents; -1 where they vary.</summary>
    internal (int Height, int Width) FixedSize => (Sample.Dimensions[2], Sample.Dimensions[3]);

    /// <summary>Numbers of the guidance embedding.</summary>
    internal int GuidanceWidth { get; }

    /// <summary>Pixels an edge must be a multiple of: what the network's configuration says, else what one latent covers.</summary>
    internal int SizeMultiple(int vaeFactor) => multiple ?? vaeFactor;

    public void Dispose() => Graph.Dispose();
}
