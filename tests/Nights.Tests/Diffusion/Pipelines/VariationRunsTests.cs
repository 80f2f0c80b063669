using Nights.Diffusion.Noise;
using Nights.Diffusion.Pipelines;
using Nights.Diffusion.Schedulers;
using Nights.Diffusion.Variations;
using Nights.Domain.Perturbations;
using Nights.Onnx;

namespace Nights.Tests.Diffusion.Pipelines;

/// <summary>Which runs variations take, and what noise they begin with.</summary>
public sealed class VariationRunsTests
{
    private static readonly PictureOrder Reference = new() { Prompt = "a dog", Seed = 21 };

    /// <summary>The denoiser answers with the number of its rows: where two pictures share a run, both show that it had one row.</summary>
    [Fact]
    public void Variations_by_image_to_image_and_by_pixels_share_their_references_first_run()
    {
        using var model = new LatentModel((sample, _, _) => sample * 0f + sample.Graph.Node("Shape", sample).Slice(0, 0, 1).Cast(ElementType.Float32));
        Perturbation refined = new(PerturbationDimension.Content, PerturbationOperator.ImageToImage, 0.5, 7), less = refined with { Level = 0.25 };
        Perturbation nothing = new(PerturbationDimension.Layout, PerturbationOperator.LowBandSwap, 0, 7);
        PictureOrder[] orders = [Reference, Reference with { Perturbations = [nothing] }, Reference with { Perturbations = [refined] }, Reference with { Perturbations = [less] }];
        var settings = LatentModel.Small with { Steps = 8 };
        var seen = new Reported();

        var together = model.Latents(orders, settings, seen);

        // 8 steps of the common run, then the last 4 and the last 2.
        seen.Values.ShouldBe(Enumerable.Range(1, 14));
        new Painter(model.Model).Calls(orders, settings).ShouldBe(14);
        for (var i = 0; i < orders.Length; i++)
            together[i].ShouldBe(model.Latents(orders[i], settings));
        together[0].ShouldNotBe(model.Latents([Reference, Reference with { Seed = 22 }], settings)[0]);
    }

    [Theory]
    [InlineData("pndm", new[] { 0.5, 1.0 }, 23)]  // a run has 9 calls, of which strength 0.5 leaves 5
    [InlineData("euler", new[] { 0.5, 0.3 }, 14)]
    [InlineData("ddim", new double[0], 8)]
    public void Progress_counts_up_to_what_was_foretold(string scheduler, double[] levels, int expected)
    {
        using var model = new LatentModel((sample, _, _) => sample * 0.1f);
        PictureOrder[] orders =
        [
            Reference, Reference with { Seed = 5, Perturbations = [new(PerturbationDimension.Layout, PerturbationOperator.LowBandSwap, 0.5, 7)] },
            .. levels.Select(level => Reference with { Perturbations = [new Perturbation(PerturbationDimension.Content, PerturbationOperator.ImageToImage, level, 9)] }),
        ];
        var settings = LatentModel.Small with { Steps = 8, Scheduler = scheduler };
        var seen = new Reported();

        model.Latents(orders, settings, seen);

        seen.Values.ShouldBe(Enumerable.Range(1, seen.Values.Count));
        seen.Values.Count.ShouldBe(new Painter(model.Model).Calls(orders, settings));
        seen.Values.Count.ShouldBe(expected);
    }

    /// <summary>A denoiser that sees no noise leaves what a run began with.</summary>
    [Fact]
    public void Operators_on_noise_are_applied_one_after_another()
    {
        using var model = new LatentModel((sample, _, _) => sample * 0f);
        var order = Reference with
        {
            Perturbations =
            [
                new(PerturbationDimension.Content, PerturbationOperator.NoiseSlerp, 0.3, 5),
                new(PerturbationDimension.Layout, PerturbationOperator.LowBandSwap, 0.8, 6),
                new(PerturbationDimension.Texture, PerturbationOperator.HighBandSwap, 0.6, 7),
            ],
        };

        var latents = model.Latents(order, LatentModel.Small);

        var noise = Noise(Reference.Seed);
        NoiseSlerp.Turn(noise, Noise(5), 0.3, noise);
        BandSwap.Low(noise, Noise(6), 8, 8, 0.8, noise);
        BandSwap.High(noise, Noise(7), 8, 8, 0.6, noise);
        var signal = Math.Sqrt(NoiseSchedule.From(model.Model.Scheduler).Alphas[751]);
        for (var i = 0; i < latents.Length; i++)
            ((double)latents[i]).ShouldBe(noise[i] / signal, 1e-4);
    }

    [Theory]
    [InlineData(PerturbationOperator.LowBandSwap, PerturbationDimension.Layout, 0.5, 1L << 32, null, "seed 4294967296")]
    [InlineData(PerturbationOperator.LowBandSwap, PerturbationDimension.Layout, 0.5, -1L, null, "seed -1")]
    [InlineData(PerturbationOperator.LowBandSwap, PerturbationDimension.Layout, 1.5, 1L, null, "level of 1.5")]
    [InlineData(PerturbationOperator.LabShift, PerturbationDimension.Colour, double.NaN, 1L, null, "level of NaN")]
    [InlineData(PerturbationOperator.ImageToImage, PerturbationDimension.Content, -0.5, 1L, null, "level of -0.5")]
    [InlineData(PerturbationOperator.LateSwitch, PerturbationDimension.Content, 0.5, 1L, null, "LateSwitch needs the other prompt")]
    [InlineData(PerturbationOperator.PromptBlend, PerturbationDimension.Content, 0.5, 1L, " ", "PromptBlend needs the other prompt")]
    [InlineData((PerturbationOperator)99, PerturbationDimension.Layout, 0.5, 1L, null, "not known")]
    [InlineData(PerturbationOperator.ImageToImage, PerturbationDimension.Content, 0.1, 1L, null, "leaves no step")]
    public void What_no_operator_can_do_is_refused_by_name_before_anything_is_painted(
        PerturbationOperator by, PerturbationDimension dimension, double level, long seed, string? prompt, string named)
    {
        using var model = new LatentModel((sample, _, _) => sample * 0f);
        PictureOrder[] orders = [Reference, Reference with { Perturbations = [new(dimension, by, level, seed, prompt)] }];
        var seen = new Reported();

        Should.Throw<OrderRefusedException>(() => model.Latents(orders, LatentModel.Small, seen)).Message.ShouldContain(named);
        Should.Throw<OrderRefusedException>(() => new Painter(model.Model).Calls(orders, LatentModel.Small)).Message.ShouldContain(named);

        seen.Values.ShouldBeEmpty();
    }

    [Fact]
    public void A_perturbation_that_is_null_or_has_half_a_character_is_refused()
    {
        using var model = new LatentModel((sample, _, _) => sample * 0f);
        var half = new Perturbation(PerturbationDimension.Content, PerturbationOperator.PromptBlend, 0.5, 1, "half \ud800");

        Should.Throw<OrderRefusedException>(() => model.Latents(Reference with { Perturbations = [half] }, LatentModel.Small)).Message.ShouldContain("no valid Unicode");
        Should.Throw<OrderRefusedException>(() => model.Latents(Reference with { Perturbations = [null!] }, LatentModel.Small)).Message.ShouldContain("null");
    }

    /// <summary>With these samplers the first noise does not decide the picture, so that operators on it would promise too much.</summary>
    [Theory]
    [InlineData("euler-a", null, 4, true)]
    [InlineData("euler-a", null, 1, false)]  // one step adds nothing on its way
    [InlineData("ddpm", null, 4, true)]
    [InlineData("lcm", null, 4, true)]
    [InlineData("lcm", null, 1, false)]
    [InlineData("ddim", 0.5, 4, true)]
    [InlineData("ddim", 0.0, 4, false)]
    [InlineData("euler", null, 4, false)]
    [InlineData("pndm", null, 4, false)]
    [InlineData("dpm++", null, 4, false)]
    [InlineData("unipc", null, 4, false)]
    public void Operators_on_noise_go_with_samplers_that_add_none(string scheduler, double? eta, int steps, bool refused)
    {
        using var model = new LatentModel((sample, _, _) => sample * 0.1f);
        var settings = LatentModel.Small with { Scheduler = scheduler, Eta = eta, Steps = steps };
        var swapped = Reference with { Perturbations = [new(PerturbationDimension.Layout, PerturbationOperator.LowBandSwap, 0.5, 5)] };
        var shifted = Reference with { Perturbations = [new(PerturbationDimension.Colour, PerturbationOperator.LabShift, 0.5, 5)] };

        if (refused)
            Should.Throw<OrderRefusedException>(() => model.Latents(swapped, settings)).Message.ShouldContain("adds no noise");
        else
            model.Latents(swapped, settings).ShouldNotBe(model.Latents(Reference, settings));
        Should.NotThrow(() => model.Latents(shifted, settings));
    }

    [Fact]
    public void Words_that_were_not_read_are_told_of_every_prompt_that_is_followed()
    {
        using var model = new LatentModel((sample, _, _) => sample * 0.1f);
        string Long(string last) => string.Join(' ', Enumerable.Repeat("red", 75).Append(last));
        var order = Reference with
        {
            Prompt = Long("teapot"),
            Perturbations = [new(PerturbationDimension.Content, PerturbationOperator.LateSwitch, 0.5, 0, Long("star")), new(PerturbationDimension.Content, PerturbationOperator.PromptBlend, 0, 0, Long("cat"))],
        };

        new Painter(model.Model).Paint([order], LatentModel.Small, null, TestContext.Current.CancellationToken)[0].CutWords.ShouldBe(["teapot", "star"]);
    }

    private static float[] Noise(long seed)
    {
        var noise = new float[4 * 8 * 8];
        new TorchCpuNoise(seed).Fill(noise);
        return noise;
    }
}
