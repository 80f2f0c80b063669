using Nights.DreamSim.Checkpoints;
using static TorchSharp.torch;

namespace Nights.NumericsTests.DreamSim;

/// <summary>The generator of weights against the numbers that its own description gives, and against weights that were stored.</summary>
public sealed class GoldenWeightsTests
{
    [Fact]
    public void The_described_numbers_come_out()
    {
        GoldenWeights.Hash("cls_token").ShouldBe(0x4121142b781a9599UL);
        using var first = GoldenWeights.Of(1, "cls_token", [1, 1, 4], 0.5);
        first.data<float>().ToArray().ShouldBe([0.028055429458618164f, 0.19961819052696228f, -0.24477463960647583f, -0.08104413747787476f]);
        using var large = GoldenWeights.Of(11, "blocks.0.attn.qkv.weight", [2304, 768], 2 * Math.Sqrt(3.0 / 768));
        large.data<float>()[0].ShouldBe(-0.0007998868823051453f);
    }

    [Theory, InlineData("dino_cls", "tiny_dino_vitb16", 1), InlineData("clip_embedding", "tiny_clip_vitb16_dreamsim_layout", 2), InlineData("open_clip_embedding", "tiny_open_clip_vitb16_dreamsim_layout", 3)]
    public void Stored_weights_are_those_of_their_seed(string @case, string file, int seed)
    {
        using var scope = NewDisposeScope();
        using var stored = Safetensors.Read(Golden.Own(file + ".safetensors"));
        using var made = GoldenModels.Build(@case);
        GoldenWeights.Fill(made, "extractor_list.0.model.", seed);

        foreach (var (name, weight) in made.Parameters) weight.eq(stored[name["extractor_list.0.model.".Length..]]).all().item<bool>().ShouldBeTrue(name);
    }

    [Fact]
    public void The_stored_head_is_that_of_its_seed()
    {
        using var scope = NewDisposeScope();
        using var stored = Safetensors.Read(Golden.Own("tiny_forward.safetensors"));
        foreach (var (name, weight) in stored.Tensors.Where(t => t.Key.StartsWith("clip32_mlp16.weights.", StringComparison.Ordinal)))
        {
            var known = "mlp." + name["clip32_mlp16.weights.".Length..];
            GoldenWeights.Of(9, known, weight.shape, 0.3).eq(weight).all().item<bool>().ShouldBeTrue(known);
        }
    }
}
