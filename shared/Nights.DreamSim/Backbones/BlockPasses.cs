using static TorchSharp.torch;

namespace Nights.DreamSim.Backbones;

/// <summary>
/// How a transformer passes its blocks in training: dropout drawn from a seed of each block and, when asked, without keeping activations. Then a block
/// keeps only what enters it and is computed again, with the same seed, when its gradients are due.
/// </summary>
/// <remarks>
/// Source of recomputation: Chen et al. 2016, arXiv:1604.06174, with one segment a block. The operations are those of an ordinary pass, so the
/// gradients are the same.
/// </remarks>
internal sealed class BlockPasses : IDisposable
{
    private readonly List<Pass> open = [];

    /// <summary>Whether activations are computed again in place of being kept.</summary>
    public bool Recompute { get; set; }

    /// <summary>The seed of each block's dropout; null leaves libtorch's random state alone.</summary>
    public Func<int, long>? Seed { get; set; }

    /// <summary>The output of all blocks but the last. That one is the caller's: its activations are needed at once, so it keeps them.</summary>
    /// <param name="x">What enters the first block: (batch, tokens, width).</param>
    /// <param name="blocks">In their order, the last one included.</param>
    /// <returns>What enters the last block; the random state is as that one needs it.</returns>
    public Tensor Through(Tensor x, IReadOnlyList<Block> blocks)
    {
        var last = blocks.Count - 1;
        if (Recompute && last > 0 && is_grad_enabled() && blocks.Any(block => block.parameters().Any(p => p.requires_grad))) x = KeepingInputs(x, blocks);
        else for (var i = 0; i < last; i++) x = Forward(blocks, i, x, Seed);
        if (Seed is not null) random.manual_seed(Seed(last));
        return x;
    }

    /// <summary>The gradients of the blocks that kept nothing, last one first. To be called after the loss's own backward pass.</summary>
    public void Backward()
    {
        foreach (var pass in open) Backward(pass);
        Dispose();
    }

    public void Dispose()
    {
        foreach (var input in open.SelectMany(pass => pass.Inputs)) input.Dispose();
        open.Clear();
    }

    private Tensor KeepingInputs(Tensor x, IReadOnlyList<Block> blocks)
    {
        using var scope = NewDisposeScope();
        var inputs = new List<Tensor> { x.alias() };       // with what led to it: the embedding of patches may learn
        using (no_grad())
        {
            for (var i = 0; i < blocks.Count - 1; i++) inputs.Add(Forward(blocks, i, inputs[i], Seed));
        }

        inputs[^1].requires_grad_(true);                   // here the loss's backward pass ends
        foreach (var input in inputs) input.DetachFromDisposeScope();
        open.Add(new Pass(inputs, blocks, Seed));
        return inputs[^1].alias().MoveToOuterDisposeScope();
    }

    private static void Backward(Pass pass)
    {
        var inputs = pass.Inputs;
        var gradient = inputs[^1].grad!.alias().DetachFromDisposeScope();
        for (var i = inputs.Count - 2; i >= 0; i--)
        {
            using var scope = NewDisposeScope();
            inputs[i + 1].Dispose();
            var input = inputs[i].detach().requires_grad_(i > 0 || inputs[0].requires_grad);
            Forward(pass.Blocks, i, input, pass.Seed).backward([gradient]);
            gradient.Dispose();
            if (!input.requires_grad) return;              // the first block, and nothing before it learns

            gradient = input.grad!.alias().DetachFromDisposeScope();
        }

        inputs[0].backward([gradient]);
        gradient.Dispose();
    }

    private static Tensor Forward(IReadOnlyList<Block> blocks, int i, Tensor x, Func<int, long>? seed)
    {
        if (seed is not null) random.manual_seed(seed(i));
        return blocks[i].forward(x);
    }

    private sealed record Pass(List<Tensor> Inputs, IReadOnlyList<Block> Blocks, Func<int, long>? Seed);
}
