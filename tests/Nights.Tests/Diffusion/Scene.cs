using Nights.Diffusion.Models;
using Nights.Diffusion.Noise;
using Nights.Diffusion.Schedulers;

namespace Nights.Tests.Diffusion;

/// <summary>The demo model's denoiser asked directly: what it takes the picture behind some latents to be.</summary>
internal sealed class Scene(ModelFolder model, int height, int width)
{
    private readonly NoiseSchedule schedule = NoiseSchedule.From(model.Scheduler);

    /// <summary>Latents of one row.</summary>
    public int Length => 4 * height * width;

    public float[] Noise(long seed)
    {
        var noise = new float[Length];
        new TorchCpuNoise(seed).Fill(noise);
        return noise;
    }

    public float[] Encode(string prompt) => model.Prompts.Encode(prompt, TestContext.Current.CancellationToken).Hidden;

    /// <summary>Clean latents, from the last training timestep, where noise is all there is.</summary>
    public float[] Of(string prompt, float[] noise) => Of(Encode(prompt), noise);

    public float[] Of(float[] prompt, float[] noise) => Clean(prompt, noise, 999);

    /// <summary>(x − b·ε) / a.</summary>
    public float[] Clean(float[] prompt, float[] latents, int timestep)
    {
        var (signal, spread) = Weights(timestep);
        var predicted = Predict(prompt, latents, timestep, 1);
        return [.. latents.Zip(predicted, (x, epsilon) => (x - spread * epsilon) / signal)];
    }

    /// <summary>Latents with noise added to a share of the training timesteps, denoised by DDIM in steps of 50 without guidance.</summary>
    public float[] Repainted(float[] prompt, float[] clean, float[] noise, double strength)
    {
        var timestep = (int)(strength * 1000) - 1;
        var (signal, spread) = Weights(timestep);
        float[] latents = [.. clean.Zip(noise, (x, n) => signal * x + spread * n)];
        for (; timestep > 50; timestep -= 50)
        {
            var picture = Clean(prompt, latents, timestep);
            var ((before, beforeSpread), (after, afterSpread)) = (Weights(timestep), Weights(timestep - 50));
            for (var i = 0; i < latents.Length; i++)
                latents[i] = after * picture[i] + afterSpread * (latents[i] - before * picture[i]) / beforeSpread;
        }
        return Clean(prompt, latents, timestep);
    }

    /// <summary>a and b of x = a·x₀ + b·n.</summary>
    public (float Signal, float Spread) Weights(int timestep)
    {
        var sigma = schedule.Sigma(timestep);
        var signal = 1 / Math.Sqrt(1 + sigma * sigma);
        return ((float)signal, (float)(sigma * signal));
    }

    public float[] Predict(float[] prompts, float[] latents, float timestep, int rows)
    {
        var length = prompts.Length / rows;
        var first = new PromptEncoding(prompts[..length], [], []);
        using var call = new UnetCall(model.Unet, [rows, 4, height, width], first, model.Prompts.Tokens, TestContext.Current.CancellationToken);
        for (var row = 0; row < rows; row++)
            call.SetPrompt(row, new PromptEncoding(prompts[(row * length)..((row + 1) * length)], [], []));
        latents.CopyTo(call.Sample);
        return call.Predict(timestep).ToArray();
    }

    /// <summary>Where the distance to the outline is positive.</summary>
    public bool[] Thing(float[] clean) => [.. clean.Skip(3 * height * width).Select(distance => distance > 0)];

    /// <summary>Centroid in latents and area in latents of the thing.</summary>
    public (double Across, double Down, double Area) Layout(float[] clean)
    {
        var inside = Thing(clean).Index().Where(latent => latent.Item).Select(latent => latent.Index).ToArray();
        return inside.Length == 0 ? (0, 0, 0) : (inside.Average(i => i % width), inside.Average(i => i / width), inside.Length);
    }
}
