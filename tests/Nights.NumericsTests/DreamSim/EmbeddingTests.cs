using Nights.DreamSim;
using static TorchSharp.torch;

namespace Nights.NumericsTests.DreamSim;

public sealed class EmbeddingTests
{
    public static TheoryData<string> Cases => [.. GoldenModels.Cases];

    [Theory, MemberData(nameof(Cases))]
    public void Embeddings_and_distances_are_the_reference_ones(string @case)
    {
        using var scope = NewDisposeScope();
        using var gradients = no_grad();
        using var expected = Golden.Forward();
        var pictures = Golden.Pictures();

        foreach (var (normalise, suffix) in new[] { (false, ""), (true, "_normalized") })
        {
            using var model = GoldenModels.Build(@case, normalise);
            var embeddings = model.Embed(pictures);
            embeddings.ShouldBeNear(expected[$"{@case}.embed{suffix}"], Golden.Tolerance("embedding_abs"), what: @case + suffix);
            var first = embeddings.narrow(0, 0, 1).expand_as(embeddings);
            PerceptualModel.Distance(first, embeddings)
                .ShouldBeNear(expected[$"{@case}.dist_to_i0{suffix}"], Golden.Tolerance("distance_abs"), what: @case + suffix);
        }
    }

    [Fact]
    public void A_backbone_of_larger_patches_gives_the_reference_embeddings_and_distances()
    {
        using var scope = NewDisposeScope();
        using var gradients = no_grad();
        using var expected = Golden.Forward();
        foreach (var (normalise, suffix) in new[] { (false, ""), (true, "_normalized") })
        {
            using var model = GoldenModels.Clip32(normalise);
            var embeddings = model.Embed(Golden.Pictures());
            embeddings.ShouldBeNear(expected["clip32_embedding.embed" + suffix], Golden.Tolerance("embedding_abs"));
            PerceptualModel.Distance(embeddings.narrow(0, 0, 1).expand_as(embeddings), embeddings)
                .ShouldBeNear(expected["clip32_embedding.dist_to_i0" + suffix], Golden.Tolerance("distance_abs"));
        }
    }

    [Fact]
    public void A_residual_perceptron_on_the_features_gives_the_reference_embeddings()
    {
        using var scope = NewDisposeScope();
        using var gradients = no_grad();
        using var expected = Golden.Forward();
        using var model = GoldenModels.Clip32(head: new HeadOptions { Hidden = 16 });
        foreach (var (name, weight) in model.Parameters.Where(p => p.Name.StartsWith("mlp.", StringComparison.Ordinal)))
            weight.copy_(expected["clip32_mlp16.weights." + name["mlp.".Length..]]);

        model.Embed(Golden.Pictures()).ShouldBeNear(expected["clip32_mlp16.embed"], Golden.Tolerance("embedding_abs"));
    }

    /// <summary>In float64 a tiny model's embeddings move by less than the tolerance: the reference's own float64 run says so, and ours agrees with it.</summary>
    [Theory, MemberData(nameof(Cases))]
    public void Embeddings_are_near_those_of_double_precision(string @case)
    {
        using var scope = NewDisposeScope();
        using var gradients = no_grad();
        using var expected = Golden.Forward();
        using var model = GoldenModels.Build(@case);

        model.Embed(Golden.Pictures()).ShouldBeNear(expected[@case + ".embed_f64"], Golden.Tolerance("embedding_abs"), what: @case);
    }

    [Fact]
    public void A_smaller_step_between_patches_interpolates_the_position_table()
    {
        using var scope = NewDisposeScope();
        using var gradients = no_grad();
        using var expected = Golden.Forward();
        using var model = GoldenModels.Build(["dino_cls"], change: backbone => backbone with { Stride = 8 });

        model.Embed(Golden.Pictures(0, 1, 2)).ShouldBeNear(expected["dino_stride8_cls.embed"], Golden.Tolerance("embedding_abs"));
    }

    [Theory, InlineData(256, 256, "dino_cls_256.embed"), InlineData(320, 192, "dino_cls_320x192.embed")]
    public void Pictures_of_another_size_interpolate_the_position_table(int height, int width, string name)
    {
        using var scope = NewDisposeScope();
        using var gradients = no_grad();
        using var expected = Golden.Forward();
        using var model = GoldenModels.Build(["dino_cls"]);
        var pictures = nn.functional.interpolate(Golden.Pictures(0, 1), [height, width], mode: InterpolationMode.Nearest);

        model.Embed(pictures).ShouldBeNear(expected[name], Golden.Tolerance("embedding_abs"));
    }

    [Fact]
    public void A_picture_is_embedded_the_same_alone_and_in_a_batch()
    {
        using var scope = NewDisposeScope();
        using var gradients = no_grad();
        using var model = GoldenModels.Build("ensemble");

        model.Embed(Golden.Pictures(3)).ShouldBeNear(model.Embed(Golden.Pictures(1, 2, 3)).narrow(0, 2, 1), 1e-5);
    }

    [Fact]
    public void Pictures_of_another_shape_are_refused_by_name()
    {
        using var model = GoldenModels.Build("dino_cls");
        using var gray = zeros(1, 1, 224, 224);
        using var small = zeros(1, 3, 8, 8, device: Golden.Device);

        Should.Throw<ArgumentException>(() => model.Embed(gray)).Message.ShouldContain("[1, 1, 224, 224]");
        Should.Throw<ArgumentException>(() => model.Embed(small)).Message.ShouldContain("at least 16x16");
    }
}
