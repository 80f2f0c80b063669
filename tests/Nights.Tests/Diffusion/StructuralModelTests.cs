using Nights.Diffusion.Models;
using Nights.Diffusion.Pipelines;
using Nights.Diffusion.Structural;
using Nights.Tests.Diffusion.Fixtures;

namespace Nights.Tests.Diffusion;

public sealed class StructuralModelTests : IDisposable
{
    private static readonly StructuralSize Small = new() { Channels = 32, TextWidth = 32 };
    private readonly string folder = Directory.CreateTempSubdirectory("nights-structural-").FullName;

    public StructuralModelTests() => StructuralModel.Write(folder, Small);

    /// <summary>The signature and, over all its timesteps, predictions of the size of noise.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(500.5)]
    [InlineData(999)]
    public void Its_predictions_have_the_size_of_noise(float timestep)
    {
        using var unet = new GraphSession(Path.Combine(folder, "unet", "model.onnx"));
        unet.Inputs.Keys.ShouldBe(["sample", "timestep", "encoder_hidden_states"]);

        var prediction = unet.Run("out_sample",
            ("sample", Waves(2 * 4 * 16 * 24), [2, 4, 16, 24]), ("timestep", new[] { timestep }, []), ("encoder_hidden_states", Waves(2 * 77 * 32), [2, 77, 32]));

        Deviation(prediction).ShouldBeInRange(0.4, 2.5);
    }

    [Fact]
    public void Prompt_timestep_and_latents_all_matter_to_a_prediction()
    {
        using var unet = new GraphSession(Path.Combine(folder, "unet", "model.onnx"));
        float[] Predict(float[] latents, float timestep, float[] prompt) => unet.Run("out_sample",
            ("sample", latents, [1, 4, 16, 16]), ("timestep", new[] { timestep }, []), ("encoder_hidden_states", prompt, [1, 77, 32]));
        var (latents, prompt) = (Waves(4 * 16 * 16), Waves(77 * 32));
        var expected = Predict(latents, 500, prompt);

        Predict(latents, 500, prompt).ShouldBe(expected);
        Predict([.. latents.Reverse()], 500, prompt).ShouldNotBe(expected);
        Predict(latents, 100, prompt).ShouldNotBe(expected);
        Predict(latents, 500, [.. prompt.Reverse()]).ShouldNotBe(expected);
    }

    [Fact]
    public void It_paints_from_end_to_end_and_stays_finite_over_twenty_guided_steps()
    {
        using var model = ModelFolder.Open(folder, new RuntimeOptions());
        PictureOrder[] orders = [new() { Prompt = "a red star", Seed = 1 }, new() { Prompt = "An image of a zebra", Seed = 2 }];

        var painted = new Painter(model).Paint(orders, new PaintSettings { Width = 128, Height = 96, Steps = 20 }, null, TestContext.Current.CancellationToken);

        painted.ShouldAllBe(picture => picture.Fault == null);
        painted[0].Image.Bytes.SequenceEqual(painted[1].Image.Bytes).ShouldBeFalse();
    }

    [Fact]
    public void The_same_size_and_seed_give_the_same_bytes_and_another_seed_gives_others()
    {
        var again = Directory.CreateTempSubdirectory("nights-structural-").FullName;
        StructuralModel.Write(again, Small);
        byte[] Weights(string directory) => File.ReadAllBytes(Path.Combine(directory, "unet", "model.onnx_data"));
        var same = Weights(again).SequenceEqual(Weights(folder));
        StructuralModel.Write(again, Small with { Seed = 2 });
        var other = Weights(again).SequenceEqual(Weights(folder));
        Directory.Delete(again, recursive: true);

        same.ShouldBeTrue();
        other.ShouldBeFalse();
    }

    [Fact]
    public void Sizes_that_cannot_be_built_are_refused()
    {
        Should.Throw<ArgumentException>(() => StructuralModel.Write(folder, Small with { Channels = 24 })).Message.ShouldContain("24 channels");
        Should.Throw<ArgumentException>(() => StructuralModel.Write(folder, Small with { TextWidth = 33 })).Message.ShouldContain("width of 33");
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static float[] Waves(int count) => [.. Enumerable.Range(0, count).Select(i => 1.4f * MathF.Sin(i * 12.9898f))];

    private static double Deviation(float[] values)
    {
        var mean = values.Average();
        return Math.Sqrt(values.Average(value => (value - mean) * (double)(value - mean)));
    }
}
