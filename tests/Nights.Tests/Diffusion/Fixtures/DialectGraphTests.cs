using Nights.Diffusion.Noise;
using Nights.Diffusion.Procedural;
using Nights.Diffusion.Tokenizing;

namespace Nights.Tests.Diffusion.Fixtures;

/// <summary>The fixtures' own graphs, run by ONNX Runtime alone: they declare what the exporters declare, and notice a wrong pipeline.</summary>
public sealed class DialectGraphTests
{
    private static readonly long[] Shape = [1, 4, 16, 24];
    private static readonly float[] Latents = Noise();

    [Theory]
    [InlineData("diffusers-2022", "Int32", "Int64 1", "latent_sample", "weights.pb")]
    [InlineData("diffusers", "Int32", "Float 1", "latent_sample", "weights.pb")]
    [InlineData("optimum-1.16", "Int32", "Int64 1", "latent_sample", "")]
    [InlineData("optimum-1.23", "Int32", "Int64 1", "latent_parameters", "")]
    [InlineData("optimum-1.24", "Int64", "Float 0", "latent_parameters", "model.onnx_data")]
    [InlineData("optimum-onnx", "Int64", "Float 0", "latent_parameters", "model.onnx_data")]
    [InlineData("olive", "Int32", "Int64 1", "latent_sample", "")]
    [InlineData("fp16", "Int64", "Float16 0", "latent_parameters", "model.onnx_data")]
    public void Each_declares_what_its_exporter_declares(string name, string ids, string timestep, string latents, string weights)
    {
        var dialect = ExportDialects.Named(name);
        using var folder = new FixtureFolder(dialect);
        using var text = Open(folder, "text_encoder");
        using var unet = Open(folder, "unet");
        using var encoder = Open(folder, "vae_encoder");

        text.Inputs["input_ids"].ElementDataType.ToString().ShouldBe(ids);
        var time = unet.Inputs[dialect.Renamed ? "unet_timestep" : "timestep"];
        $"{time.ElementDataType} {time.Dimensions.Length}".ShouldBe(timestep);
        encoder.Outputs.Keys.ShouldBe([latents]);
        Directory.GetFiles(folder[""], "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(folder.Directory, file))
            .Where(file => file.StartsWith("unet", StringComparison.Ordinal) && Path.GetFileName(file) is not ("model.onnx" or "config.json"))
            .ShouldBe(weights.Length > 0 ? [Path.Combine("unet", weights)] : []);
        File.Exists(folder["unet/config.json"]).ShouldBe(dialect.Configs);
        File.Exists(folder["safety_checker/model.onnx"]).ShouldBe(dialect.Safety);
    }

    [Fact]
    public void The_denoiser_of_XL_gives_the_same_prediction_when_all_its_inputs_are_right()
    {
        using var folder = new FixtureFolder(ExportDialects.Xl);
        using var unet = Open(folder, "unet");
        var (context, pooled) = XlEncoding(folder, "a red star", "a red star");
        float[] size = [128, 192, 0, 0, 128, 192];
        var expected = PlainPrediction("a red star");

        XlPrediction(unet, context, pooled, size).ShouldBe(expected);
        XlPrediction(unet, new float[context.Length], new float[pooled.Length], size).ShouldBe(PlainPrediction(""), "zeros stand for the empty prompt");
    }

    [Fact]
    public void The_denoiser_of_XL_notices_a_wrong_size_wrong_layer_wrong_padding_and_an_encoded_empty_prompt()
    {
        using var folder = new FixtureFolder(ExportDialects.Xl);
        using var unet = Open(folder, "unet");
        var (context, pooled) = XlEncoding(folder, "a red star", "a red star");
        float[] size = [128, 192, 0, 0, 128, 192];
        var expected = PlainPrediction("a red star");

        Distance(XlPrediction(unet, context, pooled, [192, 128, 0, 0, 192, 128]), expected).ShouldBeGreaterThan(1);
        var last = XlEncoding(folder, "a red star", "a red star", layer: FixtureText.Layers).Context;
        Distance(XlPrediction(unet, last, pooled, size), expected).ShouldBeGreaterThan(0.1);
        var (padded, pooledOfPadded) = XlEncoding(folder, "a red star", "a red star", secondTokenizer: "tokenizer");
        Distance(XlPrediction(unet, padded, pooledOfPadded, size), expected).ShouldBeGreaterThan(1);
        Distance(XlPrediction(unet, context, new float[pooled.Length], size), expected).ShouldBeGreaterThan(1);
        var (empty, pooledOfEmpty) = XlEncoding(folder, "", "");
        Distance(XlPrediction(unet, empty, pooledOfEmpty, size), PlainPrediction("")).ShouldBeGreaterThan(0.5);
    }

    /// <summary>With the guidance inside, the prediction is that of the two passes of an ordinary model.</summary>
    [Theory]
    [InlineData(1.0)]
    [InlineData(2.5)]
    [InlineData(8.0)]
    public void The_denoiser_of_a_consistency_model_guides_itself(double scale)
    {
        using var folder = new FixtureFolder(ExportDialects.Lcm);
        using var unet = Open(folder, "unet");
        var (with, without) = (PlainPrediction("a red star"), PlainPrediction(""));
        var expected = without.Zip(with, (n, p) => n + (float)scale * (p - n)).ToArray();

        Distance(LcmPrediction(unet, folder, Embedding(scale)), expected).ShouldBeLessThan(2e-4);
        Distance(LcmPrediction(unet, folder, Embedding(scale + 1)), expected).ShouldBeGreaterThan(0.01, "the scale was not reduced by one");
        Distance(LcmPrediction(unet, folder, [.. Embedding(scale)[128..], .. Embedding(scale)[..128]]), expected).ShouldBeGreaterThan(1, "cosines before sines");
    }

    [Theory]
    [InlineData(5, 0)]
    [InlineData(-5, 1)]
    public void The_safety_checker_flags_by_its_threshold_and_blackens_what_it_flags(float threshold, float flag)
    {
        using var folder = new FixtureFolder(ExportDialects.Diffusers2022 with { FlagsAbove = threshold });
        using var checker = Open(folder, "safety_checker");
        (string, Array, long[])[] inputs = [("clip_input", new float[3 * 224 * 224], [1, 3, 224, 224]), ("images", Enumerable.Repeat(0.5f, 48).ToArray(), [1, 4, 4, 3])];

        checker.Run("has_nsfw_concepts", inputs).ShouldBe([flag]);
        checker.Run("out_images", inputs).ShouldAllBe(value => value == 0.5f * (1 - flag));
    }

    private static GraphSession Open(FixtureFolder folder, string component) => new(folder[$"{component}/model.onnx"]);

    private static float[] PlainPrediction(string prompt)
    {
        using var folder = new FixtureFolder(ExportDialects.Optimum124);
        using var unet = Open(folder, "unet");
        return unet.Run("out_sample", Sample, Time, ("encoder_hidden_states", Encode(folder, "", prompt, "last_hidden_state"), [1, 77, SceneVector.Width]));
    }

    private static float[] XlPrediction(GraphSession unet, float[] context, float[] pooled, float[] size) => unet.Run("out_sample", Sample, Time,
        ("encoder_hidden_states", context, [1, 77, SceneVector.Width + FixtureText.SecondWidth]),
        ("text_embeds", pooled, [1, FixtureText.PooledWidth]), ("time_ids", size, [1, 6]));

    private static float[] LcmPrediction(GraphSession unet, FixtureFolder folder, float[] embedding) => unet.Run("out_sample", Sample, Time,
        ("encoder_hidden_states", Encode(folder, "", "a red star", "last_hidden_state"), [1, 77, SceneVector.Width]), ("timestep_cond", embedding, [1, 256]));

    private static (float[] Context, float[] Pooled) XlEncoding(
        FixtureFolder folder, string first, string second, int layer = FixtureText.Layers - 1, string secondTokenizer = "tokenizer_2")
    {
        var one = Encode(folder, "", first, $"hidden_states.{layer}");
        var two = Encode(folder, "_2", second, $"hidden_states.{FixtureText.SecondLayers - 1}", secondTokenizer);
        float[] context = [.. Enumerable.Range(0, 77).SelectMany(token =>
            one[(token * SceneVector.Width)..((token + 1) * SceneVector.Width)].Concat(two[(token * FixtureText.SecondWidth)..((token + 1) * FixtureText.SecondWidth)]))];
        return (context, Encode(folder, "_2", second, "text_embeds", secondTokenizer));
    }

    private static float[] Encode(FixtureFolder folder, string suffix, string prompt, string output, string? tokenizer = null)
    {
        using var encoder = Open(folder, "text_encoder" + suffix);
        var ids = ClipTokenizer.Open(folder[tokenizer ?? "tokenizer" + suffix]).Encode(prompt);
        return encoder.Run(output, ("input_ids", ids.Select(id => (long)id).ToArray(), [1, 77]));
    }

    /// <summary>Formula of the reference: the scale less one, times a thousand, at 128 falling frequencies; sines, then cosines.</summary>
    private static float[] Embedding(double scale)
    {
        var angles = Enumerable.Range(0, 128).Select(i => (scale - 1) * 1000 * Math.Exp(-Math.Log(10000) * i / 127)).ToArray();
        return [.. angles.Select(angle => (float)Math.Sin(angle)), .. angles.Select(angle => (float)Math.Cos(angle))];
    }

    private static double Distance(float[] one, float[] other) => one.Zip(other, (a, b) => Math.Abs(a - b)).Max();

    private static (string, Array, long[]) Sample => ("sample", Latents, Shape);

    private static (string, Array, long[]) Time => ("timestep", new[] { 500f }, []);

    private static float[] Noise()
    {
        var noise = new float[Shape.Aggregate(1L, (product, size) => product * size)];
        new TorchCpuNoise(3).Fill(noise);
        return noise;
    }
}
