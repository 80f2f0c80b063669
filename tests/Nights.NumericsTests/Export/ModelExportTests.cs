using System.Text.Json;
using Nights.DreamSim;
using Nights.DreamSim.Adapters;
using Nights.DreamSim.Checkpoints;
using Nights.DreamSim.Export;
using Nights.DreamSim.Import;
using Nights.NumericsTests.DreamSim;
using static TorchSharp.torch;

namespace Nights.NumericsTests.Export;

/// <summary>What is exported is read by the reference, or read back here.</summary>
public sealed class ModelExportTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private string At(string name) => Path.Combine(folder.Path, name);

    [Fact]
    public void A_merged_file_has_the_reference_names_and_comes_back_as_the_same_model()
    {
        using var scope = NewDisposeScope();
        using var gradients = no_grad();
        using var expected = Golden.Tensors("lora_ensemble_r4_merged.safetensors");
        using var model = Adapted("ensemble", "lora_ensemble_r4_adapter_model.safetensors", alpha: 1);

        ModelExport.Safetensors(model, At("merged/metric.safetensors"));

        using (var file = Safetensors.Read(At("merged/metric.safetensors")))
        {
            file.Tensors.Keys.ShouldNotContain(name => name.Contains("lora", StringComparison.Ordinal));
            foreach (var (name, weight) in expected.Tensors.Where(t => t.Key.StartsWith("merged.", StringComparison.Ordinal)))
                file[name["merged.base_model.model.".Length..]].ShouldBeNear(weight, 1e-6, what: name);
        }

        ModelImport.Run([At("merged/metric.safetensors")], At("again"), new ImportOptions()).Backbones.Select(b => b.Split(',')[0]).ShouldBe(["dino", "clip", "open_clip"]);
        using var again = ModelFolder.Load(At("again")).To(Golden.Device);
        again.Lora.ShouldBeNull();
        again.Embed(Golden.Pictures()).ShouldBeNear(expected["embed_merged"], Golden.Tolerance("embedding_abs"));
    }

    [Fact]
    public void A_head_and_a_regressor_come_back_too()
    {
        using var scope = NewDisposeScope();
        using var gradients = no_grad();
        using var model = GoldenModels.Clip32(normalise: true, head: new HeadOptions { Hidden = 16 }, regressor: new RegressorOptions());
        foreach (var (_, weight) in model.Parameters.Where(p => p.Name.StartsWith("mlp.", StringComparison.Ordinal) || p.Name.StartsWith("regressor.", StringComparison.Ordinal))) weight.copy_(rand(weight.shape));

        ModelExport.Safetensors(model, At("metric.safetensors"));
        ModelImport.Run([At("metric.safetensors")], At("again"), new ImportOptions()).Head.ShouldBe(16);

        using var again = ModelFolder.Load(At("again")).To(Golden.Device);
        var (embeddings, same) = (model.Embed(Golden.Pictures()), again.Embed(Golden.Pictures()));
        same.ShouldBeNear(embeddings, 0);
        again.Similarity(same, same.flip(0)).ShouldBeNear(model.Similarity(embeddings, embeddings.flip(0)), 0);
    }

    [Fact]
    public void An_adapter_has_the_published_names_and_every_key_that_peft_asks_for()
    {
        using var scope = NewDisposeScope();
        using var source = Golden.Tensors("lora_dino_r4_adapter_model.safetensors");
        using var model = Adapted("dino_cls", "lora_dino_r4_adapter_model.safetensors", alpha: 8);

        ModelExport.Adapter(model, At("adapter"));

        using var written = Safetensors.Read(At("adapter/adapter_model.safetensors"));
        written.Metadata["format"].ShouldBe("pt");
        written.Tensors.Keys.ShouldBe(source.Tensors.Keys, ignoreOrder: true);
        foreach (var (name, weight) in source.Tensors) written[name].ShouldBeNear(weight, 0, what: name);
        using var config = JsonDocument.Parse(File.ReadAllText(At("adapter/adapter_config.json")));
        config.RootElement.GetProperty("peft_type").GetString().ShouldBe("LORA");
        config.RootElement.GetProperty("r").GetInt32().ShouldBe(4);
        config.RootElement.GetProperty("lora_alpha").GetDouble().ShouldBe(8);
        config.RootElement.GetProperty("auto_mapping").GetProperty("parent_library").GetString().ShouldBe("dreamsim.model");
        foreach (var key in new[] { "base_model_name_or_path", "task_type", "modules_to_save", "layers_to_transform" })
            config.RootElement.GetProperty(key).ValueKind.ShouldBe(JsonValueKind.Null, key);
        using var plain = GoldenModels.Build("dino_cls");
        Should.Throw<InvalidDataException>(() => ModelExport.Adapter(plain, At("none"))).Message.ShouldContain("has no adapter");
    }

    private static PerceptualModel Adapted(string @case, string adapter, double alpha)
    {
        var model = GoldenModels.Build(@case);
        AdapterFolder.Load(model, new LoraOptions { Rank = 4, Alpha = alpha }, Golden.DreamSim(adapter));
        return model;
    }
}
