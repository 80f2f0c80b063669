using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using Nights.DreamSim;
using Nights.DreamSim.Adapters;
using Nights.DreamSim.Backbones;
using Nights.DreamSim.Export;
using Nights.NumericsTests.DreamSim;
using static TorchSharp.torch;
using Tensor = TorchSharp.torch.Tensor;

namespace Nights.NumericsTests.Export;

/// <summary>The graph that another program runs gives what the model gives, and what the reference gave.</summary>
public sealed class OnnxExportTests : IDisposable
{
    private const double Tolerance = 1e-4;
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    public static TheoryData<string> Cases => [.. GoldenModels.Cases];

    [Theory, MemberData(nameof(Cases))]
    public void Every_case_of_the_manifest_gives_the_reference_embeddings_and_distances(string @case)
    {
        using var scope = NewDisposeScope();
        using var gradients = no_grad();
        using var expected = Golden.Forward();
        using var model = GoldenModels.Build(@case, normalise: true);

        var (distance, a, b) = ShouldBeTheModel(model, Golden.Pictures(0, 0, 0, 0, 0, 0, 0, 0, 0), Golden.Pictures());

        distance.ShouldBeNear(expected[@case + ".dist_to_i0_normalized"], 1e-5);
        b.ShouldBeNear(expected[@case + ".embed_normalized"], 1e-5);
        a.ShouldBeNear(b.narrow(0, 0, 1).expand_as(b), 1e-6);
    }

    [Fact]
    public void An_adapter_is_merged_and_the_model_stays_as_it_was()
    {
        using var scope = NewDisposeScope();
        using var gradients = no_grad();
        using var expected = Golden.Tensors("lora_dino_r4_merged.safetensors");
        using var model = GoldenModels.Build("dino_cls");
        AdapterFolder.Load(model, new LoraOptions { Rank = 4, Alpha = 8 }, Golden.DreamSim("lora_dino_r4_adapter_model.safetensors"));

        var (_, _, b) = ShouldBeTheModel(model, Golden.Pictures(), Golden.Pictures());

        b.ShouldBeNear(expected["embed_unmerged"], 2e-5);
        model.Embed(Golden.Pictures()).ShouldBeNear(expected["embed_unmerged"], Golden.Tolerance("embedding_abs"));
        model.AdapterParameters.ShouldAllBe(p => p.Tensor.abs().max().item<float>() > 0);
    }

    public static TheoryData<string, int, int> Shapes => new() { { "patches", 0, 0 }, { "stride", 0, 0 }, { "head", 0, 0 }, { "dinov2", 0, 0 }, { "regressor", 0, 0 }, { "plain", 320, 192 } };

    [Theory, MemberData(nameof(Shapes))]
    public void Every_option_of_a_model_is_in_its_graph(string option, int height, int width)
    {
        using var scope = NewDisposeScope();
        using var gradients = no_grad();
        random.manual_seed(1);
        using var model = option switch
        {
            "patches" => GoldenModels.Build(["dino_cls"], normalise: true, backbone => backbone with { Feature = Feature.ClsPatch }),
            "stride" => GoldenModels.Build(["dino_cls", "clip_cls"], change: backbone => backbone with { Stride = 8, Block = 0 }),
            "head" => Filled(GoldenModels.Clip32(head: new HeadOptions { Hidden = 16 })),
            "dinov2" => Filled(new PerceptualModel(new ModelOptions { InputSize = 70, Backbones = [new BackboneOptions { Family = BackboneFamily.DinoV2, Patch = 14, Width = 32, Depth = 3, Heads = 2, ImageSize = 98 }] })),
            "regressor" => Filled(GoldenModels.Build(["dino_cls"], model: options => options with { Regressor = new RegressorOptions() })),
            _ => GoldenModels.Build(["clip_embedding"]),
        };
        var size = model.Options.InputSize;
        var pictures = rand(6, 3, height > 0 ? height : size, width > 0 ? width : size).to(model.Device);

        ShouldBeTheModel(model, pictures.narrow(0, 0, 3), pictures.narrow(0, 3, 3), height, width);
    }

    [Fact]
    public void A_model_of_published_size_is_its_graph()
    {
        using var scope = NewDisposeScope();
        using var gradients = no_grad();
        using var expected = Golden.Tensors(Golden.DreamSimManifest.GetProperty("full_size").GetProperty("forward").GetString()!);
        using var model = GoldenModels.FullSize("dino");

        var (distance, _, _) = ShouldBeTheModel(model, Golden.Pictures(0, 0), Golden.Pictures(1, 8));

        distance.ShouldBeNear(expected["dino_vitb16.dist_to_i0"].index_select(0, tensor(new long[] { 1, 8 })), 1e-5);
    }

    private (Tensor Distance, Tensor A, Tensor B) ShouldBeTheModel(PerceptualModel model, Tensor a, Tensor b, int height = 0, int width = 0)
    {
        var path = Path.Combine(folder.Path, "metric.onnx");
        ModelExport.Onnx(model, path, height, width);
        using var session = new InferenceSession(path);
        using var results = session.Run([Input("a", a), Input("b", b)]);
        var outputs = results.ToDictionary(result => result.Name, result =>
        {
            var dense = result.AsTensor<float>();
            return tensor(dense.ToArray(), dense.Dimensions.ToArray().Select(d => (long)d).ToArray());
        });

        var (left, right) = (model.Embed(a), model.Embed(b));
        outputs["embedding_a"].ShouldBeNear(left, Tolerance);
        outputs["embedding_b"].ShouldBeNear(right, Tolerance);
        outputs["distance"].ShouldBeNear(PerceptualModel.Distance(left, right), Tolerance);
        outputs.ContainsKey("similarity").ShouldBe(model.Options.Regressor is not null);
        if (model.Options.Regressor is not null) outputs["similarity"].ShouldBeNear(model.Similarity(left, right), Tolerance);
        return (outputs["distance"], outputs["embedding_a"], outputs["embedding_b"]);
    }

    private static NamedOnnxValue Input(string name, Tensor pictures) =>
        NamedOnnxValue.CreateFromTensor(name, new DenseTensor<float>(pictures.cpu().contiguous().data<float>().ToArray(), [.. pictures.shape.Select(size => (int)size)]));

    /// <summary>Random weights where there are none yet.</summary>
    private static PerceptualModel Filled(PerceptualModel model)
    {
        foreach (var (_, parameter) in model.Parameters)
        {
            if (parameter.dim() == 1 && parameter.eq(1).all().item<bool>()) continue;      // a norm's weight
            parameter.copy_(randn(parameter.shape) * (parameter.dim() == 1 ? 0.3 : 1 / Math.Sqrt(parameter.numel() / parameter.shape[0])));
        }

        return model;
    }
}
