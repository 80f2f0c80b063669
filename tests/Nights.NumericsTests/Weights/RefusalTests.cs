using Nights.DreamSim;
using Nights.DreamSim.Adapters;
using Nights.DreamSim.Checkpoints;
using Nights.NumericsTests.DreamSim;
using static TorchSharp.torch;

namespace Nights.NumericsTests.Weights;

/// <summary>Weights that are not those of the model: each fault has its own sentence.</summary>
public sealed class RefusalTests : IDisposable
{
    private static readonly LoraOptions Rank4 = new() { Rank = 4, Alpha = 8 };
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Weights_that_are_no_numbers()
    {
        using var tensors = Golden.Tensors("tiny_dino_vitb16.safetensors");
        tensors["blocks.1.mlp.fc1.bias"][3] = float.NaN;
        tensors["blocks.1.mlp.fc1.bias"][5] = float.PositiveInfinity;

        Load(tensors.Tensors).ShouldContain("'blocks.1.mlp.fc1.bias' of " + Path.Combine(folder.Path, "w.safetensors") + " has 2 of 256 values that are no finite numbers");
    }

    [Fact]
    public void A_wrong_shape_and_a_missing_tensor()
    {
        using var tensors = Golden.Tensors("tiny_dino_vitb16.safetensors");
        var some = tensors.Tensors.ToDictionary(t => t.Key, t => t.Value);
        using var small = zeros(63);
        some["norm.weight"] = small;
        Load(some).ShouldContain("'norm.weight' of " + Path.Combine(folder.Path, "w.safetensors") + " has the shape [63]; the model needs [64]");
        some.Remove("norm.weight");
        Load(some).ShouldContain("no tensor 'norm.weight': these are the weights of another model");
    }

    [Fact]
    public void An_adapter_for_another_model()
    {
        Adapt("dino_cls", Rank4, "lora_ensemble_r4_adapter_model.safetensors").ShouldContain("is of another model than this one of 1 backbones (dino, 2 blocks of 64): it has 'base_model.model.extractor_list.1.");
        Adapt("ensemble", Rank4, "lora_dino_r4_adapter_model.safetensors").ShouldContain("it has no 'base_model.model.extractor_list.1.");
        Adapt("dino_cls", Rank4 with { Rank = 8 }, "lora_dino_r4_adapter_model.safetensors").ShouldContain("has the shape [4, 64]; rank 8 on this backbone needs [8, 64]");
    }

    [Fact]
    public void An_adapter_for_a_wider_backbone()
    {
        using var model = new PerceptualModel(new ModelOptions { Backbones = [GoldenModels.Backbone("dino_cls") with { Width = 96 }] });

        Should.Throw<InvalidDataException>(() => AdapterFolder.Load(model, Rank4, Golden.DreamSim("lora_dino_r4_adapter_model.safetensors")))
            .Message.ShouldContain("has the shape [4, 64]; rank 4 on this backbone needs [4, 96]");
        model.Lora.ShouldBeNull("a refused adapter leaves the model as it was");
    }

    [Theory]
    [InlineData("""{ "r": 4, "lora_alpha": 8, "target_modules": ["qkv", "proj"] }""", "adapts [qkv, proj]")]
    [InlineData("""{ "r": 4, "lora_alpha": 8, "target_modules": ["qkv"], "use_dora": true }""", "DoRA")]
    [InlineData("""{ "lora_alpha": 8, "target_modules": ["qkv"] }""", "not an adapter configuration")]
    [InlineData("""{ "r": 4, "lora_alpha": 8, "target_modules": ["qkv"] }""", "neither adapter_model.safetensors nor adapter_model.bin")]
    public void An_adapter_folder_that_cannot_be_read(string config, string reason)
    {
        File.WriteAllText(Path.Combine(folder.Path, "adapter_config.json"), config);
        if (!reason.StartsWith("neither", StringComparison.Ordinal))
            File.Copy(Golden.DreamSim("lora_dino_r4_adapter_model.safetensors"), Path.Combine(folder.Path, "adapter_model.safetensors"));
        using var model = GoldenModels.Build("dino_cls");

        Should.Throw<InvalidDataException>(() => AdapterFolder.Load(model, folder.Path)).Message.ShouldContain(reason);
    }

    private string Load(IReadOnlyDictionary<string, Tensor> tensors)
    {
        Safetensors.Write(Path.Combine(folder.Path, "w.safetensors"), tensors);
        using var model = new PerceptualModel(new ModelOptions { Backbones = [GoldenModels.Backbone("dino_cls")] });
        return Should.Throw<InvalidDataException>(() => ModelFolder.LoadPart(model, folder.Path, "w.safetensors", ModelFolder.BackbonePrefix(0))).Message;
    }

    private static string Adapt(string @case, LoraOptions lora, string file)
    {
        using var model = GoldenModels.Build(@case);
        return Should.Throw<InvalidDataException>(() => AdapterFolder.Load(model, lora, Golden.DreamSim(file))).Message;
    }
}
