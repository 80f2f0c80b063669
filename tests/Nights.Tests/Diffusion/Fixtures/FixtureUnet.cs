using Nights.Diffusion.Procedural;
using Nights.Diffusion.Schedulers;
using Nights.Onnx;

namespace Nights.Tests.Diffusion.Fixtures;

/// <summary>
/// The demo model's denoiser behind the ports of a dialect. Whatever a family wants besides is checked inside the graph: where it is not exactly what the
/// family's pipeline must give, the prediction is spoilt for all to see; where it is, not a bit changes.
/// </summary>
internal static class FixtureUnet
{
    private const int EmbeddingWidth = 256;

    public static GraphBuilder Build(ExportDialect dialect)
    {
        var graph = new GraphBuilder("unet", dialect.Opset);
        var training = SchedulerFiles.Training(dialect.Scheduler);
        var (batch, height, width) = dialect.Renamed ? ("unet_sample_batch", "unet_sample_height", "unet_sample_width") : ("batch", "height", "width");
        object channels = dialect.ChannelsVary ? "channels" : dialect.Channels;
        var latents = Input("sample", batch, channels, height, width);
        if (dialect.Channels > 4)
            latents = latents.Slice(1, 0, 4);  // an inpainting model's further channels are a mask and a picture
        var time = graph.Input(Port("timestep"), dialect.Time, dialect.TimeShape).Cast(ElementType.Float32).Reshape(-1, 1, 1, 1);
        var tokens = Input("encoder_hidden_states", dialect.Renamed ? "unet_hidden_batch" : batch, dialect.Renamed ? "unet_hidden_sequence" : "sequence", TokenWidth(dialect));
        var prediction = dialect.Family switch
        {
            FixtureFamily.StableDiffusion => UnetGraph.Predict(latents, time, tokens, training),
            FixtureFamily.Xl => UnetGraph.Predict(latents, time, tokens.Slice(2, 0, SceneVector.Width), training)
                + XlMistakes(latents, tokens, Input("text_embeds", batch, FixtureText.PooledWidth), Input("time_ids", batch, 6)),
            FixtureFamily.Lcm => Guided(latents, time, tokens, Input("timestep_cond", batch, EmbeddingWidth), training),
            _ => throw new ArgumentOutOfRangeException(nameof(dialect), dialect.Family, "No such family."),
        };
        graph.Output(dialect.SpoilPrediction(prediction).Cast(dialect.UnetFloat), "out_sample", dialect.UnetFloat, batch, dialect.ChannelsVary ? "channels" : 4, height, width);
        return graph;

        Expression Input(string name, params object[] dimensions) => graph.Input(Port(name), dialect.UnetFloat, dimensions).Cast(ElementType.Float32);
        string Port(string name) => dialect.Renamed ? $"unet_{name}" : name;
    }

    public static int TokenWidth(ExportDialect dialect) => SceneVector.Width + (dialect.Family == FixtureFamily.Xl ? FixtureText.SecondWidth : 0);

    /// <summary>0 a row when the picture's size is told, the pooled vector is that of the row's tokens, the second encoder's padding is not the end token, and an empty prompt is zeros.</summary>
    private static Expression XlMistakes(Expression latents, Expression tokens, Expression pooled, Expression timeIds)
    {
        var graph = latents.Graph;
        var shape = graph.Node("Shape", latents).Cast(ElementType.Float32) * 8f;
        var none = graph.Tensor([0, 0], 2);
        var told = timeIds - graph.Concat(0, shape.Slice(0, 2, 4), none, shape.Slice(0, 2, 4)).Unsqueeze(0);
        var sums = graph.Reduce("ReduceSum", tokens, keep: false, 1);
        var counted = sums.Slice(1, SceneVector.Width + FixtureText.SecondWidth - 1, SceneVector.Width + FixtureText.SecondWidth);
        var ends = pooled.Slice(1, 1, 2);
        var mistakes = graph.Reduce("ReduceSum", told.Abs(), keep: true, 1)
            + (pooled.Slice(1, 0, 1) - counted).Abs()
            + (ends - 1f).Max(graph.Scalar(0))
            + counted.Clip(0, 1) * (1f - sums.Slice(1, SceneVector.Content, SceneVector.Content + 1).Clip(0, 1));
        return mistakes.Unsqueeze(2, 3);
    }

    /// <summary>
    /// Both passes in one, as distillation leaves them, for the scale that the embedding says: its slowest angle is (scale - 1) / 10. Right for scales
    /// below 16; every other number of the embedding must agree with that one.
    /// </summary>
    private static Expression Guided(Expression latents, Expression time, Expression tokens, Expression embedding, SchedulerConfig training)
    {
        const int half = EmbeddingWidth / 2;
        var graph = latents.Graph;
        var (sines, cosines) = (embedding.Slice(1, 0, half), embedding.Slice(1, half, EmbeddingWidth));
        var excess = 10f * graph.Node("Atan", sines.Slice(1, half - 1, half) / cosines.Slice(1, half - 1, half));
        var angles = excess * graph.Tensor([.. Enumerable.Range(0, half).Select(i => (float)(1000 * Math.Exp(-Math.Log(10000) * i / (half - 1))))], 1, half);
        var wrong = (sines - angles.Sin()).Abs() + (cosines - graph.Node("Cos", angles)).Abs();
        var mistake = (graph.Reduce("ReduceMean", wrong, keep: true, 1) - 0.01f).Max(graph.Scalar(0)).Unsqueeze(2, 3);
        var without = UnetGraph.Predict(latents, time, tokens * 0f, training);
        var with = UnetGraph.Predict(latents, time, tokens, training);
        return without + (1f + excess).Unsqueeze(2, 3) * (with - without) + mistake * 100f;
    }
}
