using System.Text.Json;
using Nights.DreamSim;
using Nights.DreamSim.Adapters;
using Nights.DreamSim.Losses;
using Nights.DreamSim.Optimisation;
using static TorchSharp.torch;

namespace Nights.NumericsTests.DreamSim;

/// <summary>LoRA, hinge and Adam against three training steps of the reference.</summary>
public sealed class LoraTests
{
    private static JsonElement Training => Golden.DreamSimManifest.GetProperty("training");

    public static TheoryData<string> Cases => [.. Lora.Select(lora => lora.GetProperty("case").GetString()!)];

    public static TheoryData<string> MergedCases =>
        [.. Lora.Where(lora => lora.TryGetProperty("merged", out _)).Select(lora => lora.GetProperty("case").GetString()!)];

    private static IEnumerable<JsonElement> Lora => Golden.DreamSimManifest.GetProperty("lora").EnumerateArray();

    [Theory, MemberData(nameof(Cases))]
    public void Three_training_steps_are_the_reference_ones(string @case)
    {
        using var scope = NewDisposeScope();
        var lora = Find(@case);
        using var expected = Golden.Tensors(lora.GetProperty("expected").GetString()!);
        using var model = Adapted(lora);
        using var adam = new Adam(model.AdapterParameters, new AdamOptions
        {
            LearningRate = Training.GetProperty("lr").GetDouble(),
            Beta1 = Training.GetProperty("betas")[0].GetDouble(),
            Beta2 = Training.GetProperty("betas")[1].GetDouble(),
            UpdatesPerStep = lora.GetProperty("updates_per_step").GetInt32(),
        });
        var (reference, left, right) = (Batch("reference"), Batch("left"), Batch("right"));
        var target = expected["target"].to(Golden.Device);
        model.Train(true);

        for (var step = 0; step < Training.GetProperty("steps").GetInt32(); step++)
        {
            var r = model.Embed(reference);
            var d0 = PerceptualModel.Distance(r, model.Embed(left));
            var d1 = PerceptualModel.Distance(r, model.Embed(right));
            var loss = HingeLoss.Of(d0 - d1, target, Training.GetProperty("margin").GetDouble()).mean();
            loss.backward();

            d0.ShouldBeNear(expected[$"step{step}.d0"], Golden.Tolerance("distance_abs"), what: $"step {step}, d0");
            d1.ShouldBeNear(expected[$"step{step}.d1"], Golden.Tolerance("distance_abs"), what: $"step {step}, d1");
            loss.reshape(1).ShouldBeNear(expected[$"step{step}.loss"], Golden.Tolerance("loss_abs"), what: $"step {step}, loss");
            if (step == 0)
            {
                foreach (var (name, tensor) in model.AdapterParameters)
                {
                    tensor.grad!.ShouldBeNear(
                        expected["grad0." + name], Golden.Tolerance("gradient_abs"), Golden.Tolerance("gradient_rel"), what: name);
                }
            }

            adam.Step(Training.GetProperty("lr").GetDouble());
            if (step is 0 or 2)
            {
                foreach (var (name, tensor) in model.AdapterParameters)
                    tensor.ShouldBeNear(expected[$"after{step}.{name}"], 2e-6, what: $"after step {step}, {name}");
            }
        }
    }

    [Theory, MemberData(nameof(MergedCases))]
    public void Merging_an_adapter_keeps_the_embeddings(string @case)
    {
        using var scope = NewDisposeScope();
        using var gradients = no_grad();
        var lora = Find(@case);
        using var expected = Golden.Tensors(lora.GetProperty("merged").GetString()!);
        using var model = Adapted(lora);
        var pictures = Golden.Pictures();
        model.Embed(pictures).ShouldBeNear(expected["embed_unmerged"], Golden.Tolerance("embedding_abs"));

        model.Merge();

        model.Embed(pictures).ShouldBeNear(expected["embed_merged"], Golden.Tolerance("embedding_abs"));
        foreach (var (name, tensor) in model.Parameters.Where(p => p.Name.EndsWith("qkv.weight", StringComparison.Ordinal)))
            tensor.ShouldBeNear(expected["merged.base_model.model." + name], 1e-6, what: name);
    }

    [Fact]
    public void Only_the_adapter_learns()
    {
        using var model = Adapted(Lora.First());

        model.Parameters.Where(p => p.Tensor.requires_grad).ShouldAllBe(p => PerceptualModel.IsAdapter(p.Name));
        model.Parameters.Count(p => p.Tensor.requires_grad).ShouldBe(2 * model.Options.Backbones.Sum(backbone => backbone.Depth));
    }

    private static JsonElement Find(string @case) => Lora.Single(lora => lora.GetProperty("case").GetString() == @case);

    private static PerceptualModel Adapted(JsonElement lora)
    {
        var model = GoldenModels.Build(GoldenModels.Strings(lora.GetProperty("of")));
        AdapterFolder.Load(
            model,
            new LoraOptions { Rank = lora.GetProperty("r").GetInt32(), Alpha = lora.GetProperty("alpha").GetDouble(), Dropout = lora.GetProperty("dropout").GetDouble() },
            Golden.DreamSim(lora.GetProperty("adapter").GetString()!));
        return model;
    }

    private static Tensor Batch(string name) =>
        Golden.Pictures([.. Training.GetProperty(name).EnumerateArray().Select(index => index.GetInt32())]);
}
