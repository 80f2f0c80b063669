using Nights.Onnx;

namespace Nights.Tests.Diffusion.Fixtures;

/// <summary>A safety checker that objects to pictures brighter than a threshold, and blackens them as the real one does.</summary>
internal static class FixtureSafety
{
    public static GraphBuilder Build(ExportDialect dialect)
    {
        var graph = new GraphBuilder("safety_checker", dialect.Opset);
        var seen = graph.Input("clip_input", dialect.VaeFloat, "batch", 3, 224, 224).Cast(ElementType.Float32);
        var images = graph.Input("images", dialect.VaeFloat, "batch", "height", "width", 3).Cast(ElementType.Float32);
        var flagged = graph.Node("Greater", graph.Reduce("ReduceMean", seen, keep: false, 1, 2, 3), graph.Scalar(dialect.FlagsAbove));
        var kept = images * (1f - flagged.Cast(ElementType.Float32).Reshape(-1, 1, 1, 1));
        graph.Output(kept.Cast(dialect.VaeFloat), "out_images", dialect.VaeFloat, "batch", "height", "width", 3);
        graph.Output(flagged, "has_nsfw_concepts", ElementType.Bool, "batch");
        return graph;
    }
}
