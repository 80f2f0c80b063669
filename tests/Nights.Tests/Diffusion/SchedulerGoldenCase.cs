using System.Text.Json.Nodes;
using Nights.Diffusion.Schedulers;

namespace Nights.Tests.Diffusion;

/// <summary>One recorded trajectory of a reference scheduler (diffusers 58eb52c, CPU, float32) over an analytic model.</summary>
internal sealed class SchedulerGoldenCase
{
    private const string KnownModel = "prediction = 0.35*x + 0.1*sin(1.7*x + t/137)";
    private readonly JsonObject golden;

    public SchedulerGoldenCase(string file)
    {
        golden = JsonNode.Parse(File.ReadAllText(Golden.Path($"schedulers/{file}")))!.AsObject();
        golden["model"]!.GetValue<string>().ShouldStartWith(KnownModel);
    }

    public int Begin => golden["img2img_begin_step"]?.GetValue<int>() ?? 0;

    public long Seed => golden["seed"]!.GetValue<long>();

    public float[] InitialNoise => Numbers(golden["initial_noise"])!;

    public float[] Timesteps => Numbers(golden["timesteps"])!;

    public float[]? Sigmas => Numbers(golden["sigmas"]);

    public float? InitialNoiseSigma => golden["init_noise_sigma"]?.GetValue<float>();

    public float[]? CleanLatent => Numbers(golden["clean_latent"]);

    public float[]? NoisedLatent => Numbers(golden["noised_latent"]);

    public IReadOnlyList<float[]> NoiseDrawn => Rows("noise_drawn_by_step");

    public IReadOnlyList<float[]> Latents => Rows("latents_after_each_step");

    public static float[] Model(float[] input, float timestep) => [.. input.Select(x => 0.35f * x + 0.1f * MathF.Sin(1.7f * x + timestep / 137))];

    /// <summary>The scheduler of the case. A key of the recorded calls that is not passed on here fails.</summary>
    public IScheduler Create()
    {
        var json = golden["config"]!.DeepClone().AsObject();
        json["_class_name"] = golden["scheduler"]!.GetValue<string>();
        var steps = golden["num_inference_steps"]!.GetValue<int>();
        // Half a step more than the share that was run, so that rounding it down cannot lose a step.
        var run = new SchedulerRun
        {
            Steps = steps,
            Strength = Math.Min(1, (steps - Begin + 0.5) / steps),
            Rows = golden["shape"]![0]!.GetValue<int>(),
        };
        foreach (var (key, value) in Settings())
            run = key switch
            {
                "eta" => run with { Eta = value.GetValue<double>() },
                "original_inference_steps" => run with { OriginalSteps = value.GetValue<int>() },
                "strength" => run with { Strength = value.GetValue<double>() },
                "mu" => run with { Mu = value.GetValue<double>() },
                _ => throw new NotSupportedException($"The reference was called with '{key}', which this test does not pass on."),
            };
        return SchedulerCatalogue.Create(SchedulerConfig.Parse(json.ToJsonString()), run);
    }

    private IEnumerable<(string Key, JsonNode Value)> Settings() => new[] { "set_timesteps", "step_kwargs" }
        .SelectMany(calls => golden[calls]?.AsObject() ?? [])
        .Select(setting => (setting.Key, setting.Value!));

    private List<float[]> Rows(string key) => [.. (golden[key]?.AsArray() ?? []).Select(row => Numbers(row)!)];

    private static float[]? Numbers(JsonNode? array) => array is null ? null : [.. array.AsArray().Select(value => value!.GetValue<float>())];
}
