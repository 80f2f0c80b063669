using Nights.DreamSim;
using Nights.DreamSim.Backbones;
using static TorchSharp.torch;

namespace Nights.NumericsTests.DreamSim;

/// <summary>Features of all tokens: embeddings of each, distances of class token and mean patch.</summary>
public sealed class PatchFeatureTests
{
    [Theory, InlineData(false, ""), InlineData(true, "_normalized")]
    public void Tokens_and_distances_are_the_reference_ones(bool normalise, string suffix)
    {
        using var scope = NewDisposeScope();
        using var gradients = no_grad();
        using var expected = Golden.Forward();
        using var model = Build(normalise);

        var tokens = model.Embed(Golden.Pictures());
        tokens.narrow(0, 0, 1).ShouldBeNear(expected["dino_cls_patch.tokens_i0" + suffix], Golden.Tolerance("embedding_abs"));
        PerceptualModel.Distance(tokens.narrow(0, 0, 1).expand_as(tokens), tokens)
            .ShouldBeNear(expected["dino_cls_patch.dist_to_i0" + suffix], Golden.Tolerance("distance_abs"));
    }

    [Fact]
    public void What_is_pooled_is_compared_as_the_tokens_are()
    {
        using var scope = NewDisposeScope();
        using var gradients = no_grad();
        using var model = Build(normalise: true);
        var (a, b) = (model.Embed(Golden.Pictures(0)), model.Embed(Golden.Pictures(4)));

        PerceptualModel.Pooled(a).shape.ShouldBe([1, 128]);
        PerceptualModel.Distance(PerceptualModel.Pooled(a), PerceptualModel.Pooled(b)).ShouldBeNear(PerceptualModel.Distance(a, b), 1e-7);
    }

    [Fact]
    public void An_earlier_block_can_give_the_feature()
    {
        using var scope = NewDisposeScope();
        using var gradients = no_grad();
        using var expected = Golden.Tensors("tiny_intermediate.safetensors");
        using var tokens = GoldenModels.Build(["dino_cls"], change: backbone => backbone with { Feature = Feature.ClsPatch, Block = 0 });
        using var first = GoldenModels.Build(["dino_cls"], change: backbone => backbone with { Block = 0 });

        tokens.Embed(Golden.Pictures(0))[0].narrow(0, 0, 8).ShouldBeNear(expected["dino.block0_out_first8"], Golden.Tolerance("embedding_abs"));
        first.Embed(Golden.Pictures(0)).ShouldBeNear(expected["dino.block0_out_first8"].narrow(0, 0, 1), Golden.Tolerance("embedding_abs"));
    }

    [Fact]
    public void Tokens_of_all_backbones_or_of_none()
    {
        var (cls, patches) = (GoldenModels.Backbone("dino_cls"), GoldenModels.Backbone("clip_cls") with { Feature = Feature.ClsPatch });

        Should.Throw<InvalidDataException>(() => new PerceptualModel(new ModelOptions { Backbones = [cls, patches] }))
            .Message.ShouldContain("1 of 2 backbones have the feature 'cls_patch'");
        Should.Throw<InvalidDataException>(() => new PerceptualModel(new ModelOptions { Backbones = [patches, patches with { Stride = 8 }] }))
            .Message.ShouldContain("different grids");
        Should.Throw<InvalidDataException>(() => new PerceptualModel(new ModelOptions { Backbones = [cls with { Block = 2 }] }))
            .Message.ShouldContain("block is 2; it must be 0 to 1");
    }

    private static PerceptualModel Build(bool normalise) =>
        GoldenModels.Build(["dino_cls"], normalise, backbone => backbone with { Feature = Feature.ClsPatch });
}
