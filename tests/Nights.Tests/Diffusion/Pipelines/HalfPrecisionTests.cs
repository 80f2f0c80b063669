using Nights.Diffusion.Noise;
using Nights.Diffusion.Pipelines;
using Nights.Onnx;

namespace Nights.Tests.Diffusion.Pipelines;

/// <summary>Graphs in float16, whose largest number is 65504.</summary>
public sealed class HalfPrecisionTests
{
    private static readonly PaintSettings OneStep = LatentModel.Small with { Steps = 1, Scheduler = "ddim" };

    /// <summary>Predictions of 20000 times the noise overflow where the noise is above 3.28: in some pictures and not in others.</summary>
    [Fact]
    public void A_picture_whose_prediction_overflows_is_named_and_spares_its_neighbours()
    {
        const float gain = 20000;
        using var model = new LatentModel((sample, _, _) => sample * gain, half: true);
        PictureOrder[] orders = [.. Enumerable.Range(0, 12).Select(seed => new PictureOrder { Prompt = "a dog", Seed = seed })];
        var overflows = orders.Select(order => Largest(order.Seed) * gain > 65519).ToArray();

        var painted = new Painter(model.Model).Paint(orders, OneStep, null, TestContext.Current.CancellationToken);

        overflows.ShouldContain(true);
        overflows.ShouldContain(false);
        foreach (var (picture, overflow) in painted.Zip(overflows))
            if (overflow)
                Should.Throw<PictureFaultException>(() => picture.Image).Message.ShouldContain("float16");
            else
                picture.Fault.ShouldNotBe(PictureFault.LatentsNotFinite);
    }

    [Fact]
    public void Values_just_below_overflow_are_painted()
    {
        using var model = new LatentModel((sample, _, _) => sample * 0f + 65504f, half: true);

        var predicted = new float[256];
        var prompt = model.Model.Prompts.Encode("a dog", TestContext.Current.CancellationToken);
        using var denoiser = new Denoiser(model.Model, [new PromptTrack(prompt, prompt, [])], new LatentShape(1, 4, 8, 8), OneStep, TestContext.Current.CancellationToken);
        denoiser.Predict(0, 1, 0, input => input.Fill(1)).CopyTo(predicted);

        predicted.ShouldAllBe(value => value == 65504);
    }

    /// <summary>Guidance is reckoned in float32: a graph's finite numbers stay finite where float16 would overflow.</summary>
    [Fact]
    public void Guidance_does_not_overflow_in_float32()
    {
        using var model = new LatentModel((sample, _, context) => sample * 0f + context.Slice(1, 1, 2).Slice(2, 0, 1).Unsqueeze(3) * 30000f, half: true);
        var prompt = model.Model.Prompts.Encode("a dog", TestContext.Current.CancellationToken);
        var (up, down) = (prompt with { Hidden = [.. prompt.Hidden.Select(_ => 2f)] }, prompt with { Hidden = [.. prompt.Hidden.Select(_ => -2f)] });

        using var denoiser = new Denoiser(model.Model, [new PromptTrack(down, up, [])], new LatentShape(1, 4, 8, 8), OneStep with { Guidance = 3 }, TestContext.Current.CancellationToken);

        denoiser.Predict(0, 1, 0, input => input.Clear()).ToArray().ShouldAllBe(value => value == -60000 + 3 * 120000f);
    }

    /// <summary>The decoder takes one picture a call, and no other number.</summary>
    [Fact]
    public void A_decoder_in_half_precision_is_given_one_picture_at_a_time()
    {
        using var folder = new TestModel(new Dialect { Float = ElementType.Float16, Timestep = ElementType.Float16 });
        PictureOrder[] orders = [.. Enumerable.Range(0, 3).Select(seed => new PictureOrder { Prompt = "a dog", Seed = seed })];
        var settings = new PaintSettings { Width = 64, Height = 64, Steps = 2, Guidance = 2 };
        var expected = Painted();
        var graph = new GraphBuilder("vae_decoder");
        var latents = graph.Input("latent_sample", ElementType.Float16, 1, 4, "height", "width").Cast(ElementType.Float32) * 0.18215f;
        var enlarged = graph.Node("Resize", [("mode", "nearest")], latents.Slice(1, 0, 3), graph.Absent, graph.Tensor([1, 1, 8, 8], 4));
        graph.Output((enlarged * 0.3f).Cast(ElementType.Float16), "sample", ElementType.Float16, 1, 3, "high", "wide");
        folder.Replace("vae_decoder", graph.ToModel());

        var painted = Painted();

        for (var i = 0; i < orders.Length; i++)
            painted[i].SequenceEqual(expected[i]).ShouldBeTrue();

        byte[][] Painted()
        {
            using var model = folder.Open();
            return [.. new Painter(model).Paint(orders, settings, null, TestContext.Current.CancellationToken).Select(picture => picture.Image.Bytes.ToArray())];
        }
    }

    private static float Largest(long seed)
    {
        var noise = new float[256];
        new TorchCpuNoise(seed).Fill(noise);
        return noise.Max(Math.Abs);
    }
}
