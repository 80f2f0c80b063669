using Nights.Diffusion.Schedulers;

namespace Nights.Tests.Diffusion;

/// <summary>
/// The perfect network for data that is N(mean, deviation²) in every element: what it predicts has a closed form, and so has where the exact
/// probability-flow equation leads. With x = a·clean + b·noise, a² + b² = 1 and σ = b/a, (x - a·mean) / √(a²·deviation² + b²) does not change on the way.
/// </summary>
public sealed class GaussianOracle(SchedulerConfig config, double mean, double deviation)
{
    private readonly NoiseSchedule schedule = NoiseSchedule.From(config);

    /// <summary>
    /// A training schedule even in λ = -ln σ, from σ 10 down to 0.1. Steps even in timesteps are then even in λ, in which every solver's order is
    /// promised, and both ends are the same for any number of steps. A schedule like Stable Diffusion's crowds most of λ into its last few timesteps,
    /// so that methods look less than they are until the steps are as many as the timesteps.
    /// </summary>
    public static SchedulerConfig EvenSchedule(string scheduler, PredictionType prediction, int timesteps = 6400)
    {
        double[] alphas = [.. Enumerable.Range(0, timesteps)
            .Select(t => 0.1 * Math.Pow(100, t / (timesteps - 1.0)))
            .Select(sigma => 1 / (1 + sigma * sigma))];
        return new SchedulerConfig
        {
            Class = scheduler,
            Prediction = prediction,
            TrainTimesteps = timesteps,
            TrainedBetas = [.. alphas.Select((alpha, t) => 1 - alpha / (t == 0 ? 1 : alphas[t - 1]))],
            Spacing = TimestepSpacing.Trailing,
            FinalSigmasType = "sigma_min",
            SetAlphaToOne = false,
            ClipSample = false,
            SkipPrkSteps = true,
        };
    }

    /// <summary>σ at a timestep, linear between the whole ones as samplers take it.</summary>
    public double Sigma(double timestep)
    {
        var below = Math.Min((int)timestep, schedule.Alphas.Length - 2);
        return schedule.Sigma(below) + (schedule.Sigma(below + 1) - schedule.Sigma(below)) * (timestep - below);
    }

    /// <summary>What the network answers to an input of unit-variance latents.</summary>
    public float[] Predict(ReadOnlySpan<float> input, float timestep)
    {
        var (a, b) = Parts(Sigma(timestep));
        var answers = new float[input.Length];
        for (var i = 0; i < answers.Length; i++)
        {
            var noise = b * (input[i] - a * mean) / (a * a * deviation * deviation + b * b);
            var clean = (input[i] - b * noise) / a;
            answers[i] = (float)(config.Prediction switch
            {
                PredictionType.Epsilon => noise,
                PredictionType.Velocity => a * noise - b * clean,
                PredictionType.Sample => clean,
                _ => throw new ArgumentOutOfRangeException(nameof(input), config.Prediction, "No such prediction type."),
            });
        }
        return answers;
    }

    /// <summary>Where the exact equation leads a unit-variance latent, from one noise level to another.</summary>
    public double Exact(double x, double sigmaFrom, double sigmaTo)
    {
        var (a, b) = Parts(sigmaFrom);
        var (c, d) = Parts(sigmaTo);
        return c * mean + (x - a * mean) * Math.Sqrt((c * c * deviation * deviation + d * d) / (a * a * deviation * deviation + b * b));
    }

    private static (double A, double B) Parts(double sigma)
    {
        var a = 1 / Math.Sqrt(1 + sigma * sigma);
        return (a, sigma * a);
    }
}
