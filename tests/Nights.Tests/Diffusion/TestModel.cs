using Nights.Diffusion.Models;
using Nights.Diffusion.Procedural;
using Nights.Onnx;

namespace Nights.Tests.Diffusion;

/// <summary>The ways exporters differ. The picture must not depend on them.</summary>
public sealed record Dialect
{
    public ElementType Ids { get; init; } = ElementType.Int64;
    public ElementType Timestep { get; init; } = ElementType.Float32;
    public object[] TimestepShape { get; init; } = [];
    public ElementType Float { get; init; } = ElementType.Float32;
    public Func<Expression, Expression> Denoiser { get; init; } = value => value;
    public Func<Expression, Expression> Decoder { get; init; } = value => value;
    public Action<GraphBuilder> Unet { get; init; } = _ => { };
}

/// <summary>Model folders in a temporary place: the demo model, and small ones with graphs of a dialect.</summary>
public sealed class TestModel : IDisposable
{
    public TestModel(Dialect? dialect = null)
    {
        Directory = System.IO.Directory.CreateTempSubdirectory("nights-model-").FullName;
        ProceduralModel.Write(Directory);
        if (dialect is null)
            return;
        Replace("text_encoder", TextEncoder(dialect));
        Replace("unet", Unet(dialect));
        Replace("vae_decoder", Decoder(dialect));
    }

    public string Directory { get; }

    public string this[string file] => Path.Combine(Directory, file);

    public ModelFolder Open() => ModelFolder.Open(Directory, new RuntimeOptions());

    public void Replace(string component, byte[] model) => File.WriteAllBytes(this[$"{component}/model.onnx"], model);

    public void Dispose() => System.IO.Directory.Delete(Directory, recursive: true);

    private static byte[] TextEncoder(Dialect dialect)
    {
        var graph = new GraphBuilder("text_encoder");
        var ids = graph.Input("input_ids", dialect.Ids, "batch", "sequence");
        var table = graph.Tensor([.. Enumerable.Range(0, 2000 * 4).Select(i => MathF.Sin(i) / 4)], 2000, 4);
        graph.Output(graph.Gather(table, ids, 0).Cast(dialect.Float), "last_hidden_state", dialect.Float, "batch", "sequence", 4);
        return graph.ToModel();
    }

    private static byte[] Unet(Dialect dialect)
    {
        var graph = new GraphBuilder("unet");
        var sample = graph.Input("sample", dialect.Float, "batch", 4, "height", "width").Cast(ElementType.Float32);
        var time = graph.Input("timestep", dialect.Timestep, dialect.TimestepShape).Cast(ElementType.Float32).Reshape(-1, 1, 1, 1);
        var context = graph.Input("encoder_hidden_states", dialect.Float, "batch", "sequence", 4).Cast(ElementType.Float32);
        dialect.Unet(graph);
        var prompt = graph.Node("ReduceMean", [("axes", new long[] { 1 }), ("keepdims", 0L)], context).Unsqueeze(2, 3);
        var prediction = dialect.Denoiser(sample * 0.5f + prompt + time * 0.0001f);
        graph.Output(prediction.Cast(dialect.Float), "out_sample", dialect.Float, "batch", 4, "height", "width");
        return graph.ToModel();
    }

    private static byte[] Decoder(Dialect dialect)
    {
        var graph = new GraphBuilder("vae_decoder");
        var latents = graph.Input("latent_sample", dialect.Float, "batch", 4, "height", "width").Cast(ElementType.Float32) * 0.18215f;
        var enlarged = graph.Node("Resize", [("mode", "nearest")], latents.Slice(1, 0, 3), new Expression(graph, ""), graph.Tensor([1, 1, 8, 8], 4));
        graph.Output(dialect.Decoder(enlarged * 0.3f).Cast(dialect.Float), "sample", dialect.Float, "batch", 3, "high", "wide");
        return graph.ToModel();
    }
}
