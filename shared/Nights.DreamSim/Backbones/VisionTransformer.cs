using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Nights.DreamSim.Backbones;

/// <summary>
/// A vision transformer in DINO's layout: patches, class token, positions, blocks, norm; with CLIP's norm before the blocks
/// (<c>pos_drop</c>, as DreamSim names it) and projection where the family has them.
/// </summary>
/// <remarks>
/// Checked against facebookresearch/dino and ssundaram21/dreamsim (db4d16c): embeddings within 1e-5. One departure: when the feature is the
/// class token, the last block computes that token only.
/// </remarks>
internal sealed class VisionTransformer : nn.Module<Tensor, Tensor>
{
    private readonly BackboneOptions options;
    private readonly Parameter cls_token;
    private readonly Parameter pos_embed;
    private readonly PatchEmbedding patch_embed;
    private readonly LayerNorm? pos_drop;
    private readonly ModuleList<Block> blocks;
    private readonly LayerNorm norm;
    private readonly Parameter? proj;

    public VisionTransformer(BackboneOptions options) : base(nameof(VisionTransformer))
    {
        this.options = options;
        var eps = options.Family.NormEpsilon();
        var side = options.ImageSize / options.Patch;

        cls_token = new Parameter(zeros(1, 1, options.Width));
        pos_embed = new Parameter(zeros(1, 1 + side * side, options.Width));
        patch_embed = new PatchEmbedding(options);
        pos_drop = options.Family.IsClip() ? nn.LayerNorm(options.Width, eps) : null;
        blocks = new ModuleList<Block>(Enumerable.Range(0, options.Depth).Select(_ => new Block(options)).ToArray());
        norm = nn.LayerNorm(options.Width, eps);
        proj = options.Projection > 0 ? new Parameter(zeros(options.Width, options.Projection)) : null;
        RegisterComponents();
    }

    /// <summary>The projections that adapters sit on, first block first.</summary>
    public IEnumerable<QkvProjection> Projections => blocks.Select(block => block.Qkv);

    /// <summary>How the blocks are passed in training.</summary>
    public BlockPasses Passes { get; } = new();

    /// <summary>Rounds the weights to bfloat16; adapters stay float32.</summary>
    /// <param name="exact">The same transformer, unrounded.</param>
    public void Round(VisionTransformer exact)
    {
        this.to(ScalarType.BFloat16);
        foreach (var (projection, unrounded) in Projections.Zip(exact.Projections)) projection.Round(unrounded);
    }

    /// <summary>The feature of each picture.</summary>
    /// <param name="pictures">(batch, 3, height, width), float32, RGB in [0, 1]; not normalised.</param>
    /// <returns>(batch, <see cref="BackboneOptions.FeatureWidth"/>), for <see cref="Feature.ClsPatch"/> (batch, 1 + patches, width); float32.</returns>
    public override Tensor forward(Tensor pictures)
    {
        using var scope = NewDisposeScope();
        var computed = blocks.Take(options.ComputedDepth).ToList();
        var x = Passes.Through(Tokens(pictures), computed);
        var last = computed[^1];
        x = options.Feature == Feature.ClsPatch ? last.forward(x) : last.forward(x, kept: 1).squeeze(1);      // (B, W): only the class token

        if (options.Feature is Feature.LastLayer or Feature.Embedding) x = norm.forward(x);
        if (options.Feature == Feature.Embedding) x = x.matmul(proj!);
        return x.to(ScalarType.Float32).MoveToOuterDisposeScope();
    }

    /// <summary>Whether the weights stay as they are from now on: then products may use copies of them.</summary>
    public void Settle(bool on)
    {
        foreach (var block in blocks) block.Settle(on);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            Settle(false);
            Passes.Dispose();
        }

        base.Dispose(disposing);
    }

    /// <summary>What enters the first block: (batch, 1 + patches, width).</summary>
    internal Tensor Tokens(Tensor pictures)
    {
        using var scope = NewDisposeScope();
        var positions = PositionTable.For(pos_embed, pictures.shape[2], pictures.shape[3], options);
        var patches = patch_embed.forward(Normalised(pictures).to(cls_token.dtype));
        var x = cat([cls_token.expand(pictures.shape[0], 1, options.Width), patches], 1) + positions;
        if (pos_drop is not null) x = pos_drop.forward(x);
        return x.MoveToOuterDisposeScope();
    }

    /// <summary>Pictures with the channels' mean and deviation taken out; same shape.</summary>
    internal Tensor Normalised(Tensor pictures)
    {
        using var scope = NewDisposeScope();
        return ((pictures - Channels(options.UsedMean)) / Channels(options.UsedStd)).MoveToOuterDisposeScope();

        Tensor Channels(double[] values) => tensor(values, dtype: pictures.dtype, device: pictures.device).view(1, 3, 1, 1);
    }
}
