using Nights.DreamSim;
using static TorchSharp.torch;

namespace Nights.NumericsTests.DreamSim;

/// <summary>What lies between picture and embedding, for picture 0, and the way back: the gradient of a distance for a picture.</summary>
public sealed class IntermediateTests
{
    [Theory, InlineData("dino", "dino_cls"), InlineData("clip", "clip_embedding")]
    public void Every_stage_is_the_reference_one(string name, string @case)
    {
        using var scope = NewDisposeScope();
        using var gradients = no_grad();
        using var expected = Golden.Tensors("tiny_intermediate.safetensors");
        using var model = GoldenModels.Build(@case);
        var backbone = model.Backbones[0];
        var parts = backbone.named_modules().ToDictionary(part => part.name, part => part.module);
        var heads = model.Options.Backbones[0].Heads;
        var picture = Golden.Pictures(0);

        var normalised = backbone.Normalised(picture);
        Compare(normalised[0].select(1, 100), "normalized_input_rowsample");
        Compare(First8(Run("patch_embed", normalised)), "patch_tokens_first8");
        var tokens = backbone.Tokens(picture);
        Compare(First8(tokens), "tokens_in_first8");

        var attended = Run("blocks.0.norm1", tokens);
        var qkv = Run("blocks.0.attn.qkv", attended).view(tokens.shape[1], 3, heads, -1).permute(1, 2, 0, 3);      // (3, heads, tokens, d)
        var scores = qkv[0].narrow(1, 0, 1).matmul(qkv[1].transpose(1, 2)) / Math.Sqrt(qkv.shape[3]);
        Compare(scores.squeeze(1).softmax(-1), "block0_attn_probs_cls_row");
        Compare(First8(Run("blocks.0.attn", attended)), "block0_attn_out_first8");

        var first = Run("blocks.0", tokens);
        Compare(First8(first), "block0_out_first8");
        var second = Run("blocks.1", first);
        Compare(First8(second), "block1_out_first8");
        Compare(Run("norm", second)[0][0], "final_norm_cls");

        Tensor Run(string part, Tensor x) => ((nn.Module<Tensor, Tensor>)parts[part]).forward(x);
        void Compare(Tensor actual, string stage) => actual.ShouldBeNear(expected[$"{name}.{stage}"], Golden.Tolerance("embedding_abs"), what: stage);
        static Tensor First8(Tensor x) => x[0].narrow(0, 0, 8);
    }

    [Fact]
    public void The_gradient_of_a_distance_for_a_picture_is_the_reference_one()
    {
        using var scope = NewDisposeScope();
        using var expected = Golden.Tensors("tiny_intermediate.safetensors");
        using var model = GoldenModels.Build("ensemble", normalise: true);
        foreach (var (_, weight) in model.Parameters) weight.requires_grad = false;
        var picture = Golden.Pictures(1).requires_grad_();

        var distance = PerceptualModel.Distance(model.Embed(Golden.Pictures(0)), model.Embed(picture));
        distance.sum().backward();

        distance.ShouldBeNear(expected["inversion.dist"], Golden.Tolerance("distance_abs"));
        var gradient = picture.grad!;
        var exact = gradient.to(ScalarType.Float64);
        exact.norm().reshape(1).ShouldBeNear(expected["inversion.grad_l2"], 0, Golden.Tolerance("gradient_rel"));
        exact.sum([0, 2, 3]).ShouldBeNear(expected["inversion.grad_sum_per_channel"], 1e-6, Golden.Tolerance("gradient_rel"));
        var samples = expected["inversion.grad_flat_stride_101"];
        var every = arange(0, samples.shape[0] * 101, 101, device: Golden.Device);
        gradient.flatten().index_select(0, every).ShouldBeNear(samples, Golden.Tolerance("gradient_abs"), Golden.Tolerance("gradient_rel"));
    }
}
