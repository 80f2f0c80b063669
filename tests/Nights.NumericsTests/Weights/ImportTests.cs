using System.IO.Compression;
using Nights.DreamSim.Backbones;
using Nights.DreamSim.Checkpoints;
using Nights.DreamSim.Import;
using Nights.NumericsTests.DreamSim;
using static TorchSharp.torch;

namespace Nights.NumericsTests.Weights;

/// <summary>Published layouts become model folders that give the reference's embeddings.</summary>
public sealed class ImportTests : IDisposable
{
    private static readonly ImportOptions Tiny = new() { Heads = 4, Normalise = false };
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private string Model => Path.Combine(folder.Path, "model");

    private string At(string name) => Path.Combine(folder.Path, name);

    public static TheoryData<string, string> Also => [.. GoldenModels.Also.Select(also => (also.Case, also.Weights))];

    [Theory, MemberData(nameof(Also))]
    public void Files_of_the_manifest_give_the_embeddings_of_their_case(string @case, string weights)
    {
        ModelImport.Run([Golden.DreamSim(weights)], Model, Tiny);

        ShouldEmbedAs(@case);
    }

    [Fact]
    public void A_release_zip_becomes_the_adapted_ensemble()
    {
        var options = Tiny with { Normalise = true };
        var zip = At("dreamsim_ensemble_checkpoint.zip");
        using (var teacher = Safetensors.Read(Golden.DreamSim("tiny_dino_vitb16.safetensors")))
        {
            // The release's own DINO file is a whole training checkpoint, whose students are not the published weights.
            var student = teacher.Tensors.ToDictionary(t => "module.backbone." + t.Key, t => zeros_like(t.Value));
            TorchWriter.Zip(At("dino_vitb16_pretrain.pth"), new Dictionary<string, object?>
            {
                ["student"] = student,
                ["teacher"] = teacher.Tensors.ToDictionary(t => "backbone." + t.Key, t => t.Value),
                ["epoch"] = 400L,
                ["args"] = new Named("argparse", "Namespace", [], new Dictionary<string, object?> { ["arch"] = "vit_base" }),
            });
        }

        using (var archive = ZipFile.Open(zip, ZipArchiveMode.Create))
        {
            archive.CreateEntryFromFile(At("dino_vitb16_pretrain.pth"), "dino_vitb16_pretrain.pth");
            archive.CreateEntryFromFile(Golden.DreamSim("tiny_open_clip_vitb16_dreamsim_layout.safetensors"), "open_clip_vitb16_pretrain.safetensors");
            archive.CreateEntryFromFile(Golden.DreamSim("tiny_clip_vitb16_pretrain.pth.tar"), "clip_vitb16_pretrain.pth.tar");
            archive.CreateEntryFromFile(Golden.DreamSim("lora_ensemble_r4_adapter_model.safetensors"), "ensemble_lora/adapter_model.safetensors");
            using var config = new StreamWriter(archive.CreateEntry("ensemble_lora/adapter_config.json").Open());
            config.Write("""{ "peft_type": "LORA", "r": 4, "lora_alpha": 1.0, "lora_dropout": 0.3, "target_modules": ["qkv"], "bias": "none", "fan_in_fan_out": false }""");
        }

        var report = ModelImport.Run([zip], Model, options with { Normalise = false });

        report.Backbones.Select(b => b.Split(',')[0]).ShouldBe(["dino", "clip", "open_clip"]);
        report.Adapter.ShouldBe("rank 4, alpha 1");
        report.Files.ShouldAllBe(file => file.Sha256.Length == 64 && file.Bytes > 0);
        using var scope = NewDisposeScope();
        using var gradients = no_grad();
        using var expected = Golden.Tensors("lora_ensemble_r4_merged.safetensors");
        using var model = ModelFolder.Load(Model).To(Golden.Device);
        model.Lora!.Dropout.ShouldBe(0.3);
        model.Embed(Golden.Pictures()).ShouldBeNear(expected["embed_unmerged"], Golden.Tolerance("embedding_abs"));
    }

    public static TheoryData<string, string> Containers => new()
    {
        { "synclr_vit_b_16.pth", "model.module.visual." }, { "open_dino.pth", "state_dict.module." }, { "dino.ckpt", "teacher.backbone." }, { "mae_pretrain.pth", "model." }, { "x.bin", "" },
    };

    [Theory, MemberData(nameof(Containers))]
    public void Names_may_lie_in_dictionaries_and_behind_prefixes(string file, string prefix)
    {
        using (var source = Safetensors.Read(Golden.DreamSim("tiny_dino_vitb16.safetensors")))
        {
            var parts = prefix.Split('.', 2);
            object? inner = source.Tensors.ToDictionary(t => (parts.Length > 1 ? parts[1] : "") + t.Key, t => (object?)t.Value);
            var whole = prefix.Length == 0 ? inner : new Dictionary<string, object?> { [parts[0]] = inner, ["epoch"] = 1L };
            if (file == "dino.ckpt") TorchWriter.Plain(At(file), whole);
            else TorchWriter.Zip(At(file), whole);
        }

        ModelImport.Run([At(file)], Model, Tiny).Files[0].Holds.ShouldContain($"'{prefix}'");

        ShouldEmbedAs("dino_cls");
    }

    [Fact]
    public void Query_key_and_value_that_lie_apart_are_joined()
    {
        using (var scope = NewDisposeScope())
        {
            using var source = Safetensors.Read(Golden.DreamSim("tiny_dino_vitb16.safetensors"));
            var theirs = new Dictionary<string, Tensor> { ["decoder.mask_token"] = zeros(1) };
            foreach (var (name, tensor) in source.Tensors)
            {
                var parts = name.Split('.');
                var layer = parts[0] == "blocks" ? $"vit.encoder.layer.{parts[1]}." : "";
                if (name.Contains("attn.qkv", StringComparison.Ordinal))
                {
                    foreach (var (part, i) in new[] { "query", "key", "value" }.Select((part, i) => (part, i)))
                        theirs[$"{layer}attention.attention.{part}.{parts[^1]}"] = tensor.chunk(3, 0)[i].contiguous();
                    continue;
                }

                theirs[name switch
                {
                    "cls_token" => "vit.embeddings.cls_token",
                    "pos_embed" => "vit.embeddings.position_embeddings",
                    _ when parts[0] == "patch_embed" => "vit.embeddings.patch_embeddings.projection." + parts[^1],
                    _ when parts[0] == "norm" => "vit.layernorm." + parts[^1],
                    _ => layer + (string.Join('.', parts[2..^1]) switch
                    {
                        "norm1" => "layernorm_before.",
                        "norm2" => "layernorm_after.",
                        "attn.proj" => "attention.output.dense.",
                        "mlp.fc1" => "intermediate.dense.",
                        _ => "output.dense.",
                    }) + parts[^1],
                }] = tensor;
            }

            Safetensors.Write(At("model.safetensors"), theirs);
        }

        ModelImport.Run([At("model.safetensors")], Model, Tiny).Backbones[0].ShouldStartWith("mae,");

        ShouldEmbedAs("dino_cls");
    }

    /// <summary>A layer scale of 0.5 behind weights of twice the size is none.</summary>
    [Fact]
    public void Dinov2_scales_what_attention_and_perceptron_give()
    {
        using (var scope = NewDisposeScope())
        {
            using var source = Safetensors.Read(Golden.DreamSim("tiny_dino_vitb16.safetensors"));
            var tensors = source.Tensors.ToDictionary(t => t.Key, t => t.Key.Contains("attn.proj", StringComparison.Ordinal) || t.Key.Contains("mlp.fc2", StringComparison.Ordinal) ? t.Value * 2 : t.Value);
            tensors["mask_token"] = zeros(1, 64);
            foreach (var name in new[] { "blocks.0.ls1.gamma", "blocks.0.ls2.gamma", "blocks.1.ls1.gamma", "blocks.1.ls2.gamma" }) tensors[name] = full([64], 0.5f);
            Safetensors.Write(At("dinov2_vitb14_pretrain.safetensors"), tensors);
        }

        ModelImport.Run([At("dinov2_vitb14_pretrain.safetensors")], Model, Tiny).Backbones[0].ShouldStartWith("dinov2,");

        ShouldEmbedAs("dino_cls");
    }

    /// <summary>A TorchScript archive, as OpenAI publishes CLIP: modules of the archive's own classes, which are read as records.</summary>
    [Fact]
    public void Modules_of_a_script_archive_are_read_as_records()
    {
        using (var source = Safetensors.Read(Golden.DreamSim("tiny_clip_vitb16_openai_layout.safetensors")))
        {
            object? Module(IEnumerable<(string[] Path, Tensor Tensor)> parts) => new Named("__torch__.clip.model", "Module", [], parts.GroupBy(part => part.Path[0]).ToDictionary(
                part => part.Key, part => part.First().Path.Length == 1 ? part.First().Tensor : Module(part.Select(p => (p.Path[1..], p.Tensor)))));
            TorchWriter.Zip(At("ViT-B-16.pt"), Module(source.Tensors.Select(t => (t.Key.Split('.'), t.Value))));
        }

        Should.Throw<InvalidDataException>(() => ModelImport.Run([At("ViT-B-16.pt")], Model, Tiny)).Message.ShouldContain("give the family");
        ModelImport.Run([At("ViT-B-16.pt")], Model, Tiny with { Family = BackboneFamily.Clip });

        ShouldEmbedAs("clip_embedding");
    }

    [Fact]
    public void A_head_beside_its_backbone_is_taken_along()
    {
        using (var scope = NewDisposeScope())
        {
            using var clip = GoldenModels.Clip32();
            Safetensors.Write(At("clip_vitb32.safetensors"), clip.Parameters.ToDictionary(p => "visual_" + p.Name, p => (Tensor)p.Tensor));
            TorchWriter.Zip(At("clip_vitb32_pretrain.pth.tar"), new Dictionary<string, object?>
            {
                ["state_dict"] = clip.Parameters.ToDictionary(p => p.Name["extractor_list.0.model.".Length..], p => (object?)p.Tensor),
            });
            using var forward = Golden.Forward();
            TorchWriter.Zip(At("head.pth"), new Dictionary<string, object?>
            {
                ["state_dict"] = forward.Tensors.Where(t => t.Key.StartsWith("clip32_mlp16.weights.", StringComparison.Ordinal))
                    .ToDictionary(t => "perceptual_model.mlp." + t.Key["clip32_mlp16.weights.".Length..], t => (object?)t.Value),
            });
        }

        ModelImport.Run([At("clip_vitb32_pretrain.pth.tar"), At("head.pth")], Model, Tiny).Head.ShouldBe(16);

        ShouldEmbedAs("clip32_mlp16");
    }

    [Theory, InlineData("adapter_model.safetensors"), InlineData("adapter_model.bin")]
    public void An_adapter_folder_decides_rank_and_alpha(string file)
    {
        Directory.CreateDirectory(At("lora"));
        File.WriteAllText(At("lora/adapter_config.json"), """{ "peft_type": "LORA", "r": 4, "lora_alpha": 8, "lora_dropout": 0.0, "target_modules": ["qkv"] }""");
        using (var source = Golden.Tensors("lora_dino_r4_adapter_model.safetensors"))
        {
            if (file.EndsWith(".bin", StringComparison.Ordinal)) TorchWriter.Zip(At("lora/" + file), source.Tensors);
            else Safetensors.Write(At("lora/" + file), source.Tensors);
        }

        ModelImport.Run([Golden.DreamSim("tiny_dino_hub_flat.pth")], Model, Tiny with { Adapter = At("lora") });

        using var scope = NewDisposeScope();
        using var gradients = no_grad();
        using var expected = Golden.Tensors("lora_dino_r4_merged.safetensors");
        using var model = ModelFolder.Load(Model).To(Golden.Device);
        model.Lora!.Alpha.ShouldBe(8);
        model.Embed(Golden.Pictures()).ShouldBeNear(expected["embed_unmerged"], Golden.Tolerance("embedding_abs"));
    }

    [Fact]
    public void Hashes_are_verified_where_they_are_known()
    {
        var source = Golden.DreamSim("tiny_dino_hub_flat.pth");
        File.Copy(source, At("dino-0badcafe.pth"));

        Should.Throw<InvalidDataException>(() => ModelImport.Run([At("dino-0badcafe.pth")], Model, Tiny)).Message.ShouldContain("0badcafe was expected");
        Should.Throw<InvalidDataException>(() => ModelImport.Run([source], Model, Tiny with { Sha256 = new string('0', 64) })).Message.ShouldContain("its SHA-256 is");
        var hash = Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(source)));
        ModelImport.Run([source], Model, Tiny with { Sha256 = hash }).Files[0].Sha256.ShouldBe(hash.ToLowerInvariant());
        ModelJson.Read<ImportReport>(Path.Combine(Model, ImportReport.FileName)).Files[0].Name.ShouldBe("tiny_dino_hub_flat.pth");
    }

    [Fact]
    public void What_cannot_be_imported_is_refused_by_name_and_leaves_no_model()
    {
        var dino = Golden.DreamSim("tiny_dino_hub_flat.pth");
        Refused([], Tiny).ShouldContain("nothing to import");
        Refused([At("nowhere.pth")], Tiny).ShouldContain("no file or folder");
        Refused([dino], Tiny with { Heads = null }).ShouldContain("number of attention heads");
        Refused([dino], Tiny with { Family = BackboneFamily.Clip }).ShouldContain("lacks CLIP's norm");
        Refused([dino], Tiny with { Family = BackboneFamily.DinoV2 }).ShouldContain("lacks the layer scale");
        Refused([Golden.DreamSim("tiny_clip_vitb16_openai_layout.safetensors")], Tiny with { Family = BackboneFamily.Dino }).ShouldContain("has the names of CLIP");
        Refused([Golden.DreamSim("tiny_forward.safetensors")], Tiny).ShouldContain("no file holds a backbone");
        using (var scope = NewDisposeScope())
        {
            using var source = Safetensors.Read(Golden.DreamSim("tiny_dino_vitb16.safetensors"));
            Safetensors.Write(At("registers.safetensors"), source.Tensors.Append(KeyValuePair.Create("register_tokens", zeros(1, 4, 64))).ToDictionary());
        }

        Refused([At("registers.safetensors")], Tiny).ShouldContain("has register tokens");
        Refused([Golden.DreamSim("hinge.json")], Tiny).ShouldContain("not a safetensors file");
        File.WriteAllText(At("archive.zip"), "PK\u0003\u0004 and no more");
        Refused([At("archive.zip")], Tiny).ShouldContain("archive.zip");
        Directory.Exists(Model).ShouldBeFalse();

        string Refused(string[] sources, ImportOptions options) => Should.Throw<InvalidDataException>(() => ModelImport.Run(sources, Model, options)).Message;
    }

    private void ShouldEmbedAs(string @case)
    {
        using var scope = NewDisposeScope();
        using var gradients = no_grad();
        using var expected = Golden.Forward();
        using var model = ModelFolder.Load(Model).To(Golden.Device);
        model.Embed(Golden.Pictures()).ShouldBeNear(expected[@case + ".embed"], Golden.Tolerance("embedding_abs"), what: @case);
    }
}
