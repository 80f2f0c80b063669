using Nights.Diffusion.Noise;
using Nights.Diffusion.Pipelines;
using Nights.Diffusion.Schedulers;
using Nights.Imaging;
using Nights.Imaging.Measures;
using Nights.Imaging.Resizing;
using Nights.Onnx;

namespace Nights.Tests.Diffusion.Pipelines;

public sealed class ImageToImageTests
{
    private const int Length = 4 * 8 * 8;
    private const long Seed = 11;

    /// <summary>
    /// A denoiser that sees no noise leaves DDIM only to scale back, so that the picture shows what the run began with: latents + σ·noise. The encoder gives the mean
    /// colours and a log variance, which the stream's first draw is scaled with; the second draw is the noise.
    /// </summary>
    [Theory]
    [InlineData(0f, 1.0)]
    [InlineData(-1.5f, 0.4723665527)]  // e^-0.75
    [InlineData(-80f, 3.059023205e-7)]  // e^-15: held at -30
    [InlineData(30f, 22026.46579)]  // e^10: held at 20
    public void A_run_begins_with_the_sampled_latents_and_then_the_noise(float logVariance, double deviation)
    {
        const double scale = 5e-4;
        using var model = new LatentModel((sample, _, _) => sample * 0f, encoder: pixels => Parameters(pixels, logVariance), encoderScale: "5e-4");
        var init = Init(Photo(64, 64), 0.5);

        var latents = model.Latents(new() { Prompt = "a dog", Seed = Seed, Init = init }, LatentModel.Small with { Steps = 10 });

        var (z, noise) = Drawn();
        var mean = MeanColours(init.Picture);
        var sigma = NoiseSchedule.From(model.Model.Scheduler).Sigma(401);
        for (var i = 0; i < Length; i++)
            ((double)latents[i]).ShouldBe(scale * (mean[i] + deviation * z[i]) + sigma * noise[i], 2e-5);
    }

    /// <summary>Of N steps the last ⌊N·strength⌋ run.</summary>
    [Theory]
    [InlineData(10, 0.5, 5, 401)]
    [InlineData(10, 0.99, 9, 801)]
    [InlineData(10, 1.0, 10, 901)]
    [InlineData(10, 0.1, 1, 1)]
    [InlineData(7, 0.5, 3, 285)]
    public void Strength_says_how_many_of_the_last_steps_run(int steps, double strength, int calls, int first)
    {
        using var model = new LatentModel((sample, _, _) => sample * 0f, encoder: pixels => Parameters(pixels, -80));
        var settings = LatentModel.Small with { Steps = steps };
        PictureOrder order = new() { Prompt = "a dog", Seed = Seed, Init = Init(Photo(64, 64), strength) };
        var seen = new Reported();

        var latents = model.Latents([order], settings, seen)[0];

        seen.Values.ShouldBe(Enumerable.Range(1, calls));
        new Painter(model.Model).Calls([order], settings).ShouldBe(calls);
        var (noise, sigma) = (Drawn().Noise, NoiseSchedule.From(model.Model.Scheduler).Sigma(first));
        var mean = MeanColours(order.Init!.Picture);
        for (var i = 0; i < Length; i++)
            ((double)latents[i]).ShouldBe(mean[i] + sigma * noise[i], 2e-5);
    }

    [Fact]
    public void A_picture_of_another_size_is_brought_to_the_ordered_one_by_Lanczos()
    {
        using var model = new LatentModel((sample, _, _) => sample * 0f, encoder: pixels => Parameters(pixels, -80));
        var photo = Photo(150, 90);

        Painted(photo).ShouldBe(Painted(PillowResize.Lanczos(photo, 64, 64)));
        Painted(photo).ShouldNotBe(Painted(PillowResize.Bicubic(photo, 64, 64)));

        float[] Painted(PixelImage start) => model.Latents(new() { Prompt = "a dog", Seed = Seed, Init = Init(start, 0.5) }, LatentModel.Small);
    }

    [Theory]
    [InlineData(0.0, 10, "strength of 0")]
    [InlineData(-0.5, 10, "strength of -0.5")]
    [InlineData(1.5, 10, "strength of 1.5")]
    [InlineData(double.NaN, 10, "strength of NaN")]
    [InlineData(0.09, 10, "leaves no step")]
    public void A_strength_that_runs_nothing_is_refused_before_anything_is_painted(double strength, int steps, string named)
    {
        using var model = new LatentModel((sample, _, _) => sample * 0f, encoder: pixels => Parameters(pixels, 0));
        PictureOrder[] orders = [new() { Prompt = "a cat", Seed = 1 }, new() { Prompt = "a dog", Seed = 2, Init = Init(Photo(64, 64), strength) }];
        var seen = new Reported();

        var settings = LatentModel.Small with { Steps = steps };
        Should.Throw<OrderRefusedException>(() => model.Latents(orders, settings, seen)).Message.ShouldContain(named);
        Should.Throw<OrderRefusedException>(() => new Painter(model.Model).Calls(orders, settings)).Message.ShouldContain(named);

        seen.Values.ShouldBeEmpty();
    }

    [Fact]
    public void A_model_without_the_encoder_is_refused_with_the_mend()
    {
        using var model = new LatentModel((sample, _, _) => sample * 0f);

        Should.Throw<OrderRefusedException>(() => model.Latents(new() { Prompt = "a dog", Seed = 2, Init = Init(Photo(64, 64), 0.5) }, LatentModel.Small))
            .Message.ShouldContain("vae_encoder/model.onnx");
    }

    [Fact]
    public void The_more_strength_the_farther_from_the_start()
    {
        using var folder = new TestModel();
        using var model = folder.Open();
        var settings = new PaintSettings { Width = 128, Height = 128, Steps = 20, Guidance = 1 };
        var start = new Painter(model).Paint([new() { Prompt = "a yellow triangle", Seed = 4 }], settings, null, TestContext.Current.CancellationToken)[0].Image;
        double[] strengths = [0.2, 0.35, 0.5, 0.65, 0.8];
        PictureOrder[] orders = [.. strengths.SelectMany(_ => Enumerable.Range(0, 4), (strength, seed) =>
            new PictureOrder { Prompt = "An image of a teapot", Seed = seed, Init = Init(start, strength) })];

        var painted = new Painter(model).Paint(orders, settings, null, TestContext.Current.CancellationToken);

        double[] near = [.. painted.Chunk(4).Select(seeds => seeds.Average(picture => PeakSignalToNoise.Of(picture.Image, start)))];
        for (var i = 1; i < near.Length; i++)
            near[i].ShouldBeLessThan(near[i - 1], $"strength {strengths[i]} beside {strengths[i - 1]}");
    }

    /// <summary>Mean colours of 8 × 8 pixels as three channels, zeros as the fourth, with one log variance for all.</summary>
    private static Expression Parameters(Expression pixels, float logVariance)
    {
        var graph = pixels.Graph;
        var colour = graph.AveragePool(pixels, window: 8, stride: 8);
        var mean = graph.Concat(1, colour, colour.Slice(1, 0, 1) * 0f);
        return graph.Concat(1, mean, mean * 0f + logVariance);
    }

    private static double[] MeanColours(PixelImage picture) =>
    [
        .. Enumerable.Range(0, 3 * 64).Select(i => Enumerable.Range(0, 64).Average(pixel =>
            picture.Row(i % 64 / 8 * 8 + pixel / 8)[3 * (i % 8 * 8 + pixel % 8) + i / 64] / 127.5 - 1)),
        .. new double[64],
    ];

    private static (float[] Z, float[] Noise) Drawn()
    {
        var (z, noise, stream) = (new float[Length], new float[Length], new TorchCpuNoise(Seed));
        stream.Fill(z);
        stream.Fill(noise);
        return (z, noise);
    }

    private static InitPicture Init(PixelImage picture, double strength) => new(picture, new string('a', 64), strength);

    private static PixelImage Photo(int width, int height)
    {
        var photo = new PixelImage(width, height);
        for (var i = 0; i < photo.Bytes.Length; i++)
            photo.Bytes[i] = (byte)(128 + 100 * Math.Sin(i * 0.37) * Math.Cos(i * 0.011));
        return photo;
    }
}
