using Nights.DreamSim;
using Nights.DreamSim.Adapters;
using Nights.DreamSim.Optimisation;
using Nights.DreamSim.Training;
using static TorchSharp.torch;

namespace Nights.NumericsTests.DreamSim;

/// <summary>Backbones in bfloat16: eight bits of mantissa, so three digits.</summary>
public sealed class BFloat16Tests
{
    private static readonly string[] Dino = ["dino_cls"];

    public static TheoryData<string> Cases => [.. GoldenModels.Cases];

    [Theory, MemberData(nameof(Cases))]
    public void Rounded_models_embed_to_two_digits_and_give_float32(string @case)
    {
        using var scope = NewDisposeScope();
        using var gradients = no_grad();
        using var exact = GoldenModels.Build(@case);
        using var rounded = exact.Rounded();
        var pictures = Golden.Pictures();

        var (near, reference) = (rounded.Embed(pictures), exact.Embed(pictures));

        near.dtype.ShouldBe(ScalarType.Float32);
        Deviation(near, reference).ShouldBeInRange(1e-5, 0.03);      // not the same numbers, and not others
        rounded.Parameters.ShouldAllBe(p => p.Tensor.dtype == ScalarType.BFloat16);
        exact.Parameters.ShouldAllBe(p => p.Tensor.dtype == ScalarType.Float32);
    }

    [Fact]
    public void Adapters_of_a_rounded_model_stay_float32_and_learn_as_those_of_the_exact_one()
    {
        using var scope = NewDisposeScope();
        using var exact = Adapted();
        using var rounded = exact.Rounded();
        var start = exact.AdapterParameters.ToDictionary(p => p.Name, p => p.Tensor.detach().clone());

        var (far, near) = (Learn(exact), Learn(rounded));

        near.ShouldBe(far, 0.05 * far);
        foreach (var ((name, tensor), (_, reference)) in rounded.AdapterParameters.Zip(exact.AdapterParameters))
        {
            tensor.dtype.ShouldBe(ScalarType.Float32, name);
            var (moved, shouldMove) = (tensor.detach() - start[name], reference.detach() - start[name]);
            nn.functional.cosine_similarity(moved.flatten(), shouldMove.flatten(), dim: 0).item<float>().ShouldBeGreaterThan(0.8f, name);
        }

        rounded.Parameters.Where(p => p.Tensor.requires_grad).ShouldAllBe(p => PerceptualModel.IsAdapter(p.Name));
    }

    private static double Learn(PerceptualModel model)
    {
        using var adam = new Adam(model.AdapterParameters, new AdamOptions());
        model.Train(true);
        long[] places = [0, 3], left = [1, 4], right = [2, 5];
        var batch = new GroupBatch(
            Golden.Pictures(0, 1, 2, 3, 4, 5), At(places), At(left), At(right), tensor(new[] { 0f, 1f }, device: Golden.Device));
        return TrainingStep.Take(model, [batch], adam, 1e-3, margin: 0.5).Loss;

        static Tensor At(long[] indexes) => tensor(indexes, device: Golden.Device);
    }

    private static PerceptualModel Adapted()
    {
        var model = GoldenModels.Build(Dino);
        AdapterFolder.Load(model, new LoraOptions { Rank = 4, Alpha = 8 }, Golden.DreamSim("lora_dino_r4_adapter_model.safetensors"));
        return model;
    }

    /// <summary>Length of the difference over the length of the reference.</summary>
    private static double Deviation(Tensor near, Tensor reference) => ((near - reference).norm() / reference.norm()).item<float>();
}
