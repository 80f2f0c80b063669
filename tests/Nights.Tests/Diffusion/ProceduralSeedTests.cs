using Nights.Diffusion.Models;
using Nights.Diffusion.Variations;

namespace Nights.Tests.Diffusion;

/// <summary>What of the noise decides what of the demo model's pictures.</summary>
public sealed class ProceduralSeedTests : IDisposable
{
    private const int Edge = 48;
    private const int Plane = Edge * Edge;
    private readonly TestModel folder = new();
    private readonly ModelFolder model;
    private readonly Scene scene;

    public ProceduralSeedTests()
    {
        model = folder.Open();
        scene = new Scene(model, Edge, Edge);
    }

    [Theory]
    [InlineData(999)]
    [InlineData(600)]
    [InlineData(200)]
    [InlineData(1)]
    public void The_scene_is_the_same_at_every_timestep(int timestep)
    {
        var noise = scene.Noise(5);
        var prompt = scene.Encode("An image of a daisy");
        var clean = scene.Of(prompt, noise);
        var (signal, spread) = scene.Weights(timestep);

        var later = scene.Clean(prompt, [.. clean.Zip(noise, (x, n) => signal * x + spread * n)], timestep);

        // What noise adds at low frequencies is its own; outlines are the scene's.
        Changed(scene.Thing(clean), scene.Thing(later)).ShouldBeLessThan(0.04);
    }

    /// <summary>Another picture of the same carriers would be read as the same seed: whatever is drawn, nothing of it may look like a decision.</summary>
    [Theory]
    [InlineData(64, 64)]
    [InlineData(32, 32)]
    [InlineData(8, 8)]
    [InlineData(4, 4)]
    [InlineData(24, 64)]
    [InlineData(64, 20)]
    public void A_scene_holds_nothing_of_the_carriers_at_any_size(int height, int width)
    {
        var sized = new Scene(model, height, width);
        var noise = sized.Noise(11);
        var prompt = sized.Encode("a striped star left");
        var clean = sized.Of(prompt, noise);
        clean.ShouldAllBe(value => float.IsFinite(value));

        // The clean scene added to the noise in any amount leaves the scene that is read from the mixture as it is.
        var mixed = noise.Zip(clean, (n, x) => n + 3 * x).ToArray();
        var again = sized.Of(prompt, mixed);

        Changed(sized.Thing(clean), sized.Thing(again)).ShouldBeLessThanOrEqualTo(0.02);
    }

    [Fact]
    public void The_low_band_decides_the_layout_and_nothing_else()
    {
        var (moved, ground) = (0.0, 0.0);
        for (var seed = 0; seed < 12; seed++)
        {
            var (own, other) = (scene.Noise(seed), scene.Noise(100 + seed));
            var (before, after) = (scene.Of("a dotted square", own), scene.Of("a dotted square", Low(own, other, 1)));
            moved += Distance(scene.Layout(before), scene.Layout(after));

            // Once the thing stands where the other seed puts it, nothing else is the other seed's.
            var (there, all) = (scene.Of("a dotted square", High(Low(own, other, 1), other, 1)), scene.Of("a dotted square", other));
            Distance(scene.Layout(after), scene.Layout(all)).ShouldBeLessThan(3, $"seed {seed}: the layout is all the other's");
            Distance(scene.Layout(after), scene.Layout(there)).ShouldBeLessThan(0.2, $"seed {seed}: the high band has no say in it");
            ground = Math.Max(ground, Math.Abs(Corner(before) - Corner(after)));
        }

        (moved / 12).ShouldBeGreaterThan(5);
        ground.ShouldBeLessThan(0.12);
    }

    [Fact]
    public void The_high_band_decides_the_pattern_and_nothing_else()
    {
        for (var seed = 0; seed < 12; seed++)
        {
            var (own, other) = (scene.Noise(seed), scene.Noise(100 + seed));
            var (before, after) = (scene.Of("a dotted square", own), scene.Of("a dotted square", High(own, other, 1)));

            before.Skip(3 * Plane).Zip(after.Skip(3 * Plane)).Max(pair => Math.Abs(pair.First - pair.Second)).ShouldBeLessThan(1e-3f, "the outline");
            var thing = scene.Thing(before);
            RootMeanSquare(before, after, thing, inside: true).ShouldBeGreaterThan(4 * RootMeanSquare(before, after, thing, inside: false));
        }
    }

    [Fact]
    public void A_growing_band_moves_more()
    {
        double[] levels = [0, 0.25, 0.5, 0.75, 1];
        var (layout, pattern) = (new double[levels.Length], new double[levels.Length]);
        for (var seed = 0; seed < 40; seed++)
        {
            var (own, other) = (scene.Noise(seed), scene.Noise(1000 + seed));
            var before = scene.Of("a striped square", own);
            for (var i = 0; i < levels.Length; i++)
            {
                layout[i] += Distance(scene.Layout(before), scene.Layout(scene.Of("a striped square", Low(own, other, levels[i])))) / 40;
                pattern[i] += RootMeanSquare(before, scene.Of("a striped square", High(own, other, levels[i])), scene.Thing(before), inside: true) / 40;
            }
        }

        layout[0].ShouldBe(0);
        pattern[0].ShouldBe(0);
        for (var i = 1; i < levels.Length; i++)
        {
            layout[i].ShouldBeGreaterThan(layout[i - 1] * 1.1, $"layout at level {levels[i]} of {string.Join(' ', layout)}");
            // Waves can do no more than be out of step, so that the last quarter adds little to a pattern.
            pattern[i].ShouldBeGreaterThan(pattern[i - 1] * (i < levels.Length - 1 ? 1.1 : 0.95), $"pattern at level {levels[i]} of {string.Join(' ', pattern)}");
        }
    }

    [Fact]
    public void A_blended_pose_turns_by_degrees()
    {
        var (upright, tilted) = (scene.Encode("a square upright"), scene.Encode("a square tilted"));
        var noise = scene.Noise(3);
        var steps = new double[4];
        var last = scene.Of(upright, noise);
        for (var i = 0; i < steps.Length; i++)
        {
            var next = scene.Of(Blend(upright, tilted, (i + 1) / 4.0), noise);
            steps[i] = RootMeanSquare(last, next, scene.Thing(last), inside: true) + Changed(scene.Thing(last), scene.Thing(next));
            last = next;
        }

        // A fifth of a turn in four equal steps: none is jumped over.
        steps.Min().ShouldBeGreaterThan(steps.Max() / 4);
        last.Zip(scene.Of(tilted, noise)).Max(pair => Math.Abs(pair.First - pair.Second)).ShouldBeLessThan(1e-4f);
    }

    [Theory]
    [InlineData("An image of a dog", "An image of a teapot")]
    [InlineData("a striped circle", "a ringed circle")]
    [InlineData("a red circle", "a blue star")]
    public void A_blend_of_two_prompts_passes_between_their_scenes_without_a_jump(string from, string to)
    {
        var (own, other) = (scene.Encode(from), scene.Encode(to));
        var noise = scene.Noise(8);
        var whole = RootMeanSquare(scene.Of(own, noise), scene.Of(other, noise));
        var last = scene.Of(own, noise);
        for (var i = 1; i <= 16; i++)
        {
            var next = scene.Of(Blend(own, other, i / 16.0), noise);
            RootMeanSquare(last, next).ShouldBeLessThan(0.45 * whole, $"step {i} of 16");
            last = next;
        }
    }

    /// <summary>A picture painted from another: the less noise, the more of the other's broad forms and colours.</summary>
    [Fact]
    public void Low_strength_keeps_the_picture_it_starts_from()
    {
        double[] strengths = [0.2, 0.35, 0.5, 0.65, 0.8];
        var away = new double[strengths.Length];
        var fresh = 0.0;
        var prompt = scene.Encode("a yellow striped triangle on sandy");
        for (var seed = 0; seed < 6; seed++)
        {
            var noise = scene.Noise(50 + seed);
            var start = scene.Of("a large blue circle night", scene.Noise(seed));
            fresh += RootMeanSquare(start, scene.Repainted(prompt, start, noise, 1)) / 6;
            for (var i = 0; i < strengths.Length; i++)
                away[i] += RootMeanSquare(start, scene.Repainted(prompt, start, noise, strengths[i])) / 6;
        }

        for (var i = 1; i < strengths.Length; i++)
            away[i].ShouldBeGreaterThan(away[i - 1] * 1.04, $"strength {strengths[i]}");
        away[0].ShouldBeLessThan(0.5 * fresh);
    }

    [Fact]
    public void Blended_prompts_do_not_depend_on_their_batch()
    {
        var (own, other) = (scene.Encode("An image of a dog"), scene.Encode("An image of a tilted teapot"));
        float[][] prompts = [.. Enumerable.Range(0, 7).Select(i => Blend(own, other, i / 6.1))];
        float[][] latents = [.. Enumerable.Range(0, 7).Select(i => scene.Noise(i))];
        var together = scene.Predict([.. prompts.SelectMany(e => e)], [.. latents.SelectMany(x => x)], 700, 7);

        for (var i = 0; i < 7; i++)
            scene.Predict(prompts[i], latents[i], 700, 1).SequenceEqual(together.AsSpan(i * scene.Length, scene.Length)).ShouldBeTrue($"row {i}");
    }

    [Fact]
    public void Threads_inside_an_operator_change_nothing()
    {
        using var threaded = ModelFolder.Open(folder.Directory, new RuntimeOptions { Threads = 2 });
        var other = new Scene(threaded, Edge, Edge);
        var prompts = Enumerable.Repeat(scene.Encode("An image of a dog"), 4).SelectMany(e => e).ToArray();
        var latents = Enumerable.Range(0, 4).SelectMany(i => scene.Noise(i)).ToArray();

        other.Predict(prompts, latents, 300, 4).SequenceEqual(scene.Predict(prompts, latents, 300, 4)).ShouldBeTrue();
    }

    public void Dispose()
    {
        model.Dispose();
        folder.Dispose();
    }

    private static float[] Low(float[] own, float[] other, double level)
    {
        var result = new float[own.Length];
        BandSwap.Low(own, other, Edge, Edge, level, result);
        return result;
    }

    private static float[] High(float[] own, float[] other, double level)
    {
        var result = new float[own.Length];
        BandSwap.High(own, other, Edge, Edge, level, result);
        return result;
    }

    private static float[] Blend(float[] own, float[] other, double level)
    {
        var result = new float[own.Length];
        PromptBlend.Mix(own, other, level, result);
        return result;
    }

    /// <summary>Pixels moved, with the change of the edge of a square of the same area.</summary>
    private static double Distance((double Across, double Down, double Area) one, (double Across, double Down, double Area) other) =>
        Math.Sqrt(Math.Pow(one.Across - other.Across, 2) + Math.Pow(one.Down - other.Down, 2)) + Math.Abs(Math.Sqrt(one.Area) - Math.Sqrt(other.Area));

    private static double Changed(bool[] one, bool[] other) => one.Zip(other).Count(pair => pair.First != pair.Second) / (double)one.Length;

    /// <summary>Mean colour of the four corners.</summary>
    private static double Corner(float[] clean) =>
        Enumerable.Range(0, 3).Average(channel => new[] { 0, Edge - 1, Plane - Edge, Plane - 1 }.Average(i => clean[channel * Plane + i]));

    private static double RootMeanSquare(float[] one, float[] other) =>
        Math.Sqrt(one.Zip(other).Average(pair => (double)(pair.First - pair.Second) * (pair.First - pair.Second)));

    /// <summary>Difference of colours inside or outside the thing.</summary>
    private static double RootMeanSquare(float[] one, float[] other, bool[] thing, bool inside)
    {
        var squares = Enumerable.Range(0, 3 * Plane).Where(i => thing[i % Plane] == inside).Select(i => (double)(one[i] - other[i]) * (one[i] - other[i])).ToArray();
        return squares.Length == 0 ? 0 : Math.Sqrt(squares.Average());
    }
}
