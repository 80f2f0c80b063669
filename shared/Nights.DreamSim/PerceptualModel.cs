using Nights.DreamSim.Adapters;
using Nights.DreamSim.Backbones;
using Nights.DreamSim.Checkpoints;
using Nights.DreamSim.Heads;
using Nights.DreamSim.Native;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Nights.DreamSim;

/// <summary>
/// DreamSim's metric: features of one or more backbones, joined, passed through an optional head, compared by cosine.
/// </summary>
/// <remarks>
/// Source: Fu et al. 2023, arXiv:2306.09344; checked against ssundaram21/dreamsim (db4d16c): embeddings within 1e-5 (ViT-B/16 in float32 within 2e-5), distances within 2e-6.
/// Parameter names are those of the published files, with <c>extractor_list.k.model.</c> before each backbone's, <c>mlp.</c> before the head's
/// and <c>regressor.</c> before the regressor's.
/// </remarks>
public sealed class PerceptualModel : IDisposable
{
    private const string Peft = "base_model.model.";

    // Activations of more than so many pictures at once are fresh memory for each layer, which on a processor costs more than larger products gain.
    private const int CachedPictures = 8;
    private readonly VisionTransformer[] backbones;
    private readonly ResidualMlp? head;
    private readonly PairRegressor? regressor;
    private readonly Lock settling = new();
    private int settled;

    /// <summary>A model whose weights are all zero (norms: one), to be initialised or loaded.</summary>
    /// <exception cref="InvalidDataException">Options that cannot be built.</exception>
    public PerceptualModel(ModelOptions options)
    {
        TorchLibrary.EnsureLoaded();      // before anything of TorchSharp is named, initialisers of properties included
        Device = CPU;
        Options = options.Validate();
        backbones = [.. options.Backbones.Select(backbone => new VisionTransformer(backbone))];
        head = options.Head is null ? null : new ResidualMlp(options.EmbeddingWidth, options.Head.Hidden);
        regressor = options.Regressor is null ? null : new PairRegressor(options.Regressor.Hidden);
        Train(false);
    }

    public ModelOptions Options { get; }

    /// <summary>The backbones, in the order in which their features are joined.</summary>
    internal IReadOnlyList<VisionTransformer> Backbones => backbones;

    /// <summary>The adapter on the qkv projections, if there is one.</summary>
    public LoraOptions? Lora { get; private set; }

    public Device Device { get; private set; }

    /// <summary>Every parameter under its published name, adapters included.</summary>
    public IEnumerable<(string Name, Parameter Tensor)> Parameters =>
        backbones.SelectMany((backbone, k) => backbone.named_parameters().Select(p => ($"extractor_list.{k}.model.{p.name}", p.parameter)))
            .Concat(head?.named_parameters().Select(p => ($"mlp.{p.name}", p.parameter)) ?? [])
            .Concat(regressor?.named_parameters().Select(p => ($"regressor.{p.name}", p.parameter)) ?? []);

    /// <summary>The adapters' parameters under PEFT's names.</summary>
    public IEnumerable<(string Name, Parameter Tensor)> AdapterParameters =>
        Parameters.Where(p => IsAdapter(p.Name)).Select(p => (Peft + p.Name, p.Tensor));

    public static bool IsAdapter(string name) => name.Contains(".lora_", StringComparison.Ordinal);

    /// <summary>The embedding of each picture.</summary>
    /// <param name="pictures">(batch, 3, height, width), float32, RGB in [0, 1], on the model's device.</param>
    /// <returns>
    /// (batch, <see cref="ModelOptions.EmbeddingWidth"/>), float32. With the feature <c>cls_patch</c>: (batch, 1 + patches, width), each token
    /// normalised on its own.
    /// </returns>
    public Tensor Embed(Tensor pictures)
    {
        if (pictures.dim() != 4 || pictures.shape[1] != 3)
            throw new ArgumentException($"Pictures are of shape [{string.Join(", ", pictures.shape)}]; (batch, 3, height, width) is required.");

        using var scope = NewDisposeScope();
        if (Device.type == DeviceType.CPU && !is_grad_enabled() && pictures.shape[0] > CachedPictures)
            return cat([.. pictures.split(CachedPictures).Select(Embed)], 0).MoveToOuterDisposeScope();

        var features = backbones.Select(backbone => backbone.forward(pictures)).ToArray();
        var joined = features.Length == 1 ? features[0] : cat(features, -1);
        if (head is not null) joined = head.forward(joined);
        if (Options.Normalise)
        {
            joined = joined - joined.mean([-1], keepdim: true);
            joined = joined / joined.norm(-1, keepdim: true);
        }

        return joined.MoveToOuterDisposeScope();
    }

    /// <summary>
    /// For embedding many pictures on a processor: until all that this gave are disposed of, the weights are promised to stay as they are. Each product of
    /// the backbones then keeps a second copy of its weight, laid out for speed; embeddings differ by rounding (3e-6 at ViT-B/16).
    /// </summary>
    public IDisposable Settled()
    {
        Settle(+1);
        return new Promise(() => Settle(-1));
    }

    /// <summary>1 − cosine of two embeddings: (batch), in [0, 2]. Of tokens (batch, 1 + patches, width): class token and mean patch, joined, are compared.</summary>
    public static Tensor Distance(Tensor a, Tensor b)
    {
        using var scope = NewDisposeScope();
        return (1 - nn.functional.cosine_similarity(Pooled(a), Pooled(b), dim: -1, eps: 1e-8)).MoveToOuterDisposeScope();
    }

    /// <summary>The share of people who would call two pictures the same, as the model's regressor learnt it: (batch), in [0, 1].</summary>
    /// <exception cref="InvalidOperationException">The model has no regressor.</exception>
    public Tensor Similarity(Tensor a, Tensor b)
    {
        if (regressor is null) throw new InvalidOperationException("The model has no regressor: train one (recipe 'pairs').");
        using var scope = NewDisposeScope();
        return regressor.forward(1 - Distance(a, b)).MoveToOuterDisposeScope();
    }

    /// <summary>What <see cref="Distance"/> compares: an embedding as it is, tokens as (batch, 2 · width). Pooling what is pooled changes nothing.</summary>
    public static Tensor Pooled(Tensor embedding) => embedding.dim() == 3
        ? cat([embedding.select(1, 0), embedding.narrow(1, 1, embedding.shape[1] - 1).mean([1])], -1)
        : embedding.alias();

    /// <summary>Adds low-rank updates of zeros to every qkv projection and freezes everything else.</summary>
    public void Adapt(LoraOptions lora)
    {
        Unsettled("be adapted");
        lora.Validate();
        foreach (var projection in backbones.SelectMany(backbone => backbone.Projections)) projection.Adapt(lora);
        Lora = lora;
        foreach (var (name, tensor) in Parameters) tensor.requires_grad = IsAdapter(name);
    }

    /// <summary>Adds the adapters into the weights; the embeddings stay the same to rounding (2e-6), the adapters become zero.</summary>
    public void Merge()
    {
        Unsettled("be merged");
        foreach (var projection in backbones.SelectMany(backbone => backbone.Projections)) projection.Merge();
    }

    /// <summary>A copy whose weights hold the adapters, and which has none; on the CPU, owned by the caller.</summary>
    public PerceptualModel Merged()
    {
        var copy = new PerceptualModel(Options);
        Weights.Fill(copy.Parameters, Parameters.ToDictionary(p => p.Name, p => (Tensor)p.Tensor), "The model");
        foreach (var (merged, adapted) in copy.backbones.Zip(backbones))
        {
            foreach (var (to, from) in merged.Projections.Zip(adapted.Projections)) to.Add(from);
        }

        return copy;
    }

    /// <summary>Training mode (dropout on) or not.</summary>
    public void Train(bool on)
    {
        foreach (var backbone in backbones) backbone.train(on);
        head?.train(on);
        regressor?.train(on);
    }

    /// <summary>Whether training keeps only what enters each block of the backbones and computes the rest again: less memory, a third more work.</summary>
    public void Recompute(bool on)
    {
        foreach (var backbone in backbones) backbone.Passes.Recompute = on;
    }

    /// <summary>Gives every block the seed of its dropout, until the next call. Without one, dropout follows libtorch's random state.</summary>
    /// <param name="seed">Of a backbone and a block, both counted from 0.</param>
    public void SeedDropout(Func<int, int, long> seed)
    {
        for (var k = 0; k < backbones.Length; k++)
        {
            var backbone = k;
            backbones[k].Passes.Seed = block => seed(backbone, block);
        }
    }

    /// <summary>Adds the gradients of a loss to the parameters', those of blocks that are computed again included.</summary>
    /// <param name="loss">One number, from embeddings of this model in training mode.</param>
    public void Backward(Tensor loss)
    {
        loss.backward();
        foreach (var backbone in backbones) backbone.Passes.Backward();
    }

    /// <summary>A copy that computes in bfloat16: backbones rounded, adapters and head as they are. This model stays exact, so it is the one to keep.</summary>
    /// <returns>On this model's device, not in training mode; owned by the caller.</returns>
    public PerceptualModel Rounded()
    {
        var copy = new PerceptualModel(Options);
        if (Lora is not null) copy.Adapt(Lora);
        Weights.Fill(copy.Parameters, Parameters.ToDictionary(p => p.Name, p => (Tensor)p.Tensor), "The model");
        foreach (var (rounded, exact) in copy.backbones.Zip(backbones)) rounded.Round(exact);
        foreach (var ((_, tensor), (_, like)) in copy.Parameters.Zip(Parameters)) tensor.requires_grad = like.requires_grad;
        return copy.To(Device);
    }

    public PerceptualModel To(Device device)
    {
        Unsettled("move");
        foreach (var backbone in backbones) backbone.to(device);
        head?.to(device);
        regressor?.to(device);
        Device = device;
        return this;
    }

    private void Settle(int change)
    {
        lock (settling)
        {
            var before = settled;
            settled += change;
            if (settled == 0 || before == 0) foreach (var backbone in backbones) backbone.Settle(settled > 0);
        }
    }

    private void Unsettled(string wish)
    {
        if (settled > 0) throw new InvalidOperationException($"The model cannot {wish} while its weights are promised to stay as they are: dispose of what Settled() gave first.");
    }

    public void Dispose()
    {
        foreach (var backbone in backbones) backbone.Dispose();
        head?.Dispose();
        regressor?.Dispose();
    }

    private sealed class Promise(Action end) : IDisposable
    {
        private Action? end = end;

        public void Dispose() => Interlocked.Exchange(ref end, null)?.Invoke();
    }
}
