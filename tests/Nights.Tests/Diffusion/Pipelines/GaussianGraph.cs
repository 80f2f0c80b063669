using System.Text.Json;
using Nights.Diffusion.Schedulers;
using Nights.Onnx;

namespace Nights.Tests.Diffusion.Pipelines;

/// <summary>The perfect network of <see cref="GaussianOracle"/> as a graph, one operator a node, all in float32.</summary>
internal static class GaussianGraph
{
    public static LatentModel Model(SchedulerConfig config, double mean, double deviation) =>
        new((sample, time, _) => Predict(sample, time, config, (float)mean, (float)(deviation * deviation)), Json(config));

    private static Expression Predict(Expression x, Expression time, SchedulerConfig config, float mean, float variance)
    {
        var graph = x.Graph;
        var schedule = NoiseSchedule.From(config);
        var table = graph.Tensor([.. Enumerable.Range(0, config.TrainTimesteps).Select(t => (float)schedule.Sigma(t))], config.TrainTimesteps);
        var below = time.Floor().Clip(0, config.TrainTimesteps - 2);
        var low = graph.Gather(table, below.Cast(ElementType.Int64), 0);
        var sigma = low + (graph.Gather(table, (below + 1f).Cast(ElementType.Int64), 0) - low) * (time - below);
        var a = 1f / (sigma * sigma + 1f).Sqrt();
        var b = sigma * a;
        var pull = (x - a * mean) / (a * a * variance + b * b);
        var (noise, clean) = (b * pull, mean + a * variance * pull);
        return config.Prediction switch
        {
            PredictionType.Epsilon => noise,
            PredictionType.Velocity => a * noise - b * clean,
            PredictionType.Sample => clean,
            _ => throw new ArgumentOutOfRangeException(nameof(config), config.Prediction, "No such prediction type."),
        };
    }

    private static string Json(SchedulerConfig config) => JsonSerializer.Serialize(new Dictionary<string, object?>
    {
        ["_class_name"] = config.Class,
        ["num_train_timesteps"] = config.TrainTimesteps,
        ["trained_betas"] = config.TrainedBetas,
        ["prediction_type"] = config.Prediction switch
        {
            PredictionType.Epsilon => "epsilon",
            PredictionType.Velocity => "v_prediction",
            PredictionType.Sample => "sample",
            _ => throw new ArgumentOutOfRangeException(nameof(config), config.Prediction, "No such prediction type."),
        },
        ["timestep_spacing"] = "trailing",
        ["final_sigmas_type"] = config.FinalSigmasType,
        ["set_alpha_to_one"] = config.SetAlphaToOne,
        ["clip_sample"] = config.ClipSample,
        ["skip_prk_steps"] = config.SkipPrkSteps,
    });
}
