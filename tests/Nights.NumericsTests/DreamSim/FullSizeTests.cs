using Nights.DreamSim;
using Nights.DreamSim.Adapters;
using Nights.DreamSim.Losses;
using TorchSharp;
using static TorchSharp.torch;

namespace Nights.NumericsTests.DreamSim;

/// <summary>ViT-B/16 with weights made from seeds, against the reference's unmodified code.</summary>
public sealed class FullSizeTests
{
    /// <summary>
    /// The tolerance holds for the arithmetic: in float64 every value is within it. In float32 both sides round, each by up to 1e-5 at this size
    /// (values reach 13), so twice the tolerance is between them; distances keep theirs.
    /// </summary>
    [Theory, InlineData(ScalarType.Float64, 1, false), InlineData(ScalarType.Float32, 2, false), InlineData(ScalarType.Float32, 2, true)]
    public void Embeddings_and_distances_are_the_reference_ones(ScalarType numbers, int tolerances, bool settled)
    {
        using var scope = NewDisposeScope();
        using var gradients = no_grad();
        using var expected = Golden.Tensors(Golden.DreamSimManifest.GetProperty("full_size").GetProperty("forward").GetString()!);
        using var model = GoldenModels.FullSize("dino", "clip", "open_clip");
        foreach (var backbone in model.Backbones) backbone.to(numbers);
        using var promise = settled ? model.Settled() : null;

        var ensemble = model.Embed(Golden.Pictures());
        foreach (var (@case, plain) in new[] { ("ensemble", ensemble), ("dino_vitb16", ensemble.narrow(1, 0, 768)) })
        {
            Compare(plain, @case, "");
            var centred = plain - plain.mean([-1], keepdim: true);
            Compare(centred / centred.norm(-1, keepdim: true), @case, "_normalized");
        }

        void Compare(Tensor x, string @case, string suffix)
        {
            x.ShouldBeNear(expected[$"{@case}.embed{suffix}"], tolerances * Golden.Tolerance("embedding_abs"), what: @case + suffix);
            PerceptualModel.Distance(x.narrow(0, 0, 1).expand_as(x), x).ShouldBeNear(expected[$"{@case}.dist_to_i0{suffix}"], Golden.Tolerance("distance_abs"), what: @case + suffix);
        }
    }

    [Fact]
    public void One_training_step_is_the_reference_one()
    {
        using var scope = NewDisposeScope();
        using var expected = Golden.Tensors(Golden.DreamSimManifest.GetProperty("full_size").GetProperty("lora_step").GetString()!);
        using var model = GoldenModels.FullSize("dino");
        model.Adapt(new LoraOptions { Rank = int.Parse(expected.Metadata["r"]), Alpha = double.Parse(expected.Metadata["alpha"]) });
        GoldenWeights.FillAdapter(model, seed: 7, scaleA: 0.1, scaleB: 0.05);

        var training = Golden.DreamSimManifest.GetProperty("training");
        int[][] asked = [.. new[] { "reference", "left", "right" }.Select(role => training.GetProperty(role).EnumerateArray().Select(i => i.GetInt32()).ToArray())];
        var distinct = asked.SelectMany(role => role).Distinct().Order().ToArray();
        var embeddings = model.Embed(Golden.Pictures(distinct));
        var roles = asked.Select(role => embeddings.index_select(0, tensor(role.Select(i => (long)Array.IndexOf(distinct, i)).ToArray(), device: Golden.Device))).ToArray();
        var (d0, d1) = (PerceptualModel.Distance(roles[0], roles[1]), PerceptualModel.Distance(roles[0], roles[2]));
        var loss = HingeLoss.Of(d0 - d1, expected["target"].to(Golden.Device), training.GetProperty("margin").GetDouble()).mean();
        loss.backward();

        d0.ShouldBeNear(expected["d0"], Golden.Tolerance("distance_abs"));
        d1.ShouldBeNear(expected["d1"], Golden.Tolerance("distance_abs"));
        loss.reshape(1).ShouldBeNear(expected["loss"], Golden.Tolerance("loss_abs"));
        var gradients = model.AdapterParameters.ToDictionary(p => p.Name, p => p.Tensor.grad!);
        var names = expected.Metadata["names"].Split('|');
        names.ShouldBe(gradients.Keys, ignoreOrder: true);
        stack([.. names.Select(name => gradients[name].to(ScalarType.Float64).norm().cpu())])
            .ShouldBeNear(expected["grad_norms_sorted_by_name"], 0, Golden.Tolerance("gradient_rel"));
        foreach (var (name, gradient) in expected.Tensors.Where(t => t.Key.StartsWith("grad0.", StringComparison.Ordinal)))
            gradients[name["grad0.".Length..]].ShouldBeNear(gradient, Golden.Tolerance("gradient_abs"), Golden.Tolerance("gradient_rel"), name);
    }
}
