using Nights.Diffusion.Schedulers;
using Nights.Onnx;

namespace Nights.Diffusion.Procedural;

/// <summary>
/// The demo model's denoiser, with the signature of Stable Diffusion's: the exact posterior mean for pictures that are normally distributed around the
/// scene the prompt and the seed describe. Any correct solver leads it to the same picture, so schedulers, guidance and strength mean what they say.
/// </summary>
internal static class UnetGraph
{
    public static byte[] Build(SchedulerConfig training)
    {
        var graph = new GraphBuilder("unet");
        var latents = graph.Input("sample", ElementType.Float32, "batch_size", 4, "height", "width");
        var timestep = graph.Input("timestep", ElementType.Float32);
        var tokens = graph.Input("encoder_hidden_states", ElementType.Float32, "batch_size", "sequence_length", SceneVector.Width);
        graph.Output(Predict(latents, timestep, tokens, training), "out_sample", ElementType.Float32, "batch_size", 4, "height", "width");
        return graph.ToModel();
    }

    /// <summary>The prediction the training asks for, all in float32.</summary>
    /// <param name="latents">rows × 4 × height × width.</param>
    /// <param name="timestep">A scalar, or rows × 1 × 1 × 1.</param>
    /// <param name="tokens">rows × length × width of a <see cref="SceneVector"/>.</param>
    /// <param name="training">Noise schedule and prediction type.</param>
    public static Expression Predict(Expression latents, Expression timestep, Expression tokens, SchedulerConfig training)
    {
        var graph = latents.Graph;
        var sigma = Sigma(timestep, training);
        var signal = 1f / (sigma * sigma + 1f).Sqrt();
        var spread = sigma * signal;
        var (grid, carriers) = (Grid.Of(latents), new Carriers(latents));
        var scene = SceneDrawing.Draw(new PromptReading(tokens), new SeedReading(carriers, latents, spread), grid);
        var clean = carriers.Without(Deviation.Posterior(latents, scene, grid, signal, spread));
        return Prediction(training.Prediction, latents, clean, signal, spread);
    }

    private static Expression Prediction(PredictionType type, Expression latents, Expression clean, Expression signal, Expression spread)
    {
        var noise = (latents - signal * clean) / spread;
        return type switch
        {
            PredictionType.Epsilon => noise,
            PredictionType.Velocity => signal * noise - spread * clean,
            PredictionType.Sample => clean,
            _ => throw new ArgumentOutOfRangeException(nameof(type), type, "No such prediction type."),
        };
    }

    /// <summary>σ at a timestep, linear between the training timesteps, because samplers ask for fractional ones.</summary>
    private static Expression Sigma(Expression timestep, SchedulerConfig training)
    {
        var graph = timestep.Graph;
        var schedule = NoiseSchedule.From(training);
        var table = graph.Tensor([.. Enumerable.Range(0, training.TrainTimesteps).Select(t => (float)schedule.Sigma(t))], training.TrainTimesteps);
        var below = timestep.Floor().Clip(0, training.TrainTimesteps - 2);
        var low = graph.Gather(table, below.Cast(ElementType.Int64), 0);
        var high = graph.Gather(table, (below + 1f).Cast(ElementType.Int64), 0);
        return low + (high - low) * (timestep - below);
    }
}
