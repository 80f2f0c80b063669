using System.Text.Json;
using System.Text.Json.Nodes;
using Nights.Diffusion.Noise;
using Nights.Diffusion.Schedulers;

namespace Nights.Tests.Diffusion;

/// <summary>Trajectories of the reference schedulers (diffusers 58eb52c, CPU, float32) over an analytic model; every file of the class is a case.</summary>
public sealed class SchedulerGoldenTests
{
    private const float Tolerance = 2e-5f;

    public static TheoryData<string> Cases(string scheduler)
    {
        var cases = Golden.Files("schedulers", "*.json").Where(file => ClassOf(file) == scheduler).Select(file => Path.GetFileName(file)).ToArray();
        cases.ShouldNotBeEmpty($"no reference case is of class {scheduler}");
        return [.. cases];
    }

    [Theory]
    [MemberData(nameof(Cases), "DDIMScheduler")]
    [MemberData(nameof(Cases), "EulerDiscreteScheduler")]
    [MemberData(nameof(Cases), "PNDMScheduler")]
    public void The_trajectory_is_the_references(string file)
    {
        var golden = JsonNode.Parse(File.ReadAllText(Golden.Path($"schedulers/{file}")))!.AsObject();
        var steps = golden["num_inference_steps"]!.GetValue<int>();
        var scheduler = Create(golden, steps);

        Close(scheduler.Timesteps, Numbers(golden["timesteps"]), 1e-3f, "timesteps");

        var begin = golden["img2img_begin_step"]?.GetValue<int>() ?? 0;
        var latents = Numbers(golden["initial_noise"]);
        if (golden["clean_latent"] is { } clean)
        {
            var noised = new float[latents.Length];
            scheduler.AddNoise(begin, Numbers(clean), latents, noised);
            Close(noised, Numbers(golden["noised_latent"]), Tolerance, "noised");
            latents = noised;
        }
        else
        {
            scheduler.InitialNoiseSigma.ShouldBe(golden["init_noise_sigma"]!.GetValue<float>(), 1e-4f);
            latents = [.. latents.Select(value => value * scheduler.InitialNoiseSigma)];
        }

        var noise = new Replayed(golden["noise_drawn_by_step"]?.AsArray());
        var expected = golden["latents_after_each_step"]!.AsArray();
        expected.Count.ShouldBe(scheduler.Timesteps.Count - begin);
        for (var step = begin; step < scheduler.Timesteps.Count; step++)
        {
            var input = new float[latents.Length];
            scheduler.ScaleInput(step, latents, input);
            scheduler.Step(step, Model(input, scheduler.Timesteps[step]), latents, noise);
            Close(latents, Numbers(expected[step - begin]), Tolerance, $"step {step}");
        }
    }

    private static IScheduler Create(JsonObject golden, int steps)
    {
        var json = golden["config"]!.DeepClone().AsObject();
        json["_class_name"] = golden["scheduler"]!.GetValue<string>();
        var config = SchedulerConfig.Parse(json.ToJsonString());
        return golden["step_kwargs"]?["eta"] is { } eta ? new DdimScheduler(config, steps, eta.GetValue<double>()) : SchedulerCatalogue.Create(config, steps);
    }

    private static float[] Model(float[] input, float timestep) => [.. input.Select(x => 0.35f * x + 0.1f * MathF.Sin(1.7f * x + timestep / 137))];

    private static void Close(IReadOnlyList<float> actual, float[] expected, float tolerance, string what)
    {
        actual.Count.ShouldBe(expected.Length, what);
        for (var i = 0; i < expected.Length; i++)
            actual[i].ShouldBe(expected[i], tolerance * Math.Max(1, Math.Abs(expected[i])), $"{what}, element {i}");
    }

    private static float[] Numbers(JsonNode? array) => [.. array!.AsArray().Select(value => value!.GetValue<float>())];

    private static string? ClassOf(string file)
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(file));
        return json.RootElement.GetProperty("scheduler").GetString();
    }

    private sealed class Replayed(JsonArray? draws) : INoiseSource
    {
        private int next;

        public void Fill(Span<float> values) => Numbers(draws.ShouldNotBeNull("the reference drew no noise")[next++]).CopyTo(values);
    }
}
