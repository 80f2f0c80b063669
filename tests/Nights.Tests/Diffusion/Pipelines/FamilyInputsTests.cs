using Nights.Diffusion.Models;
using Nights.Diffusion.Pipelines;
using Nights.Onnx;
using Nights.Tests.Diffusion.Fixtures;

namespace Nights.Tests.Diffusion.Pipelines;

/// <summary>What latent consistency models and the XL family are told besides: their graphs answer here with what they were given.</summary>
public sealed class FamilyInputsTests
{
    private const int EmbeddingWidth = 256;

    [Theory]
    [InlineData(8.5)]
    [InlineData(1.0)]
    public void A_consistency_model_reads_the_scale_in_one_pass(double scale)
    {
        using var model = new LatentModel((sample, _, _) =>
            sample * 0f + sample.Graph.Input("timestep_cond", ElementType.Float32, "batch", EmbeddingWidth).Reshape(-1, 4, 8, 8));
        var prompt = model.Model.Prompts.Encode("a dog", TestContext.Current.CancellationToken);

        var told = Predict(model.Model, [new(prompt, prompt, []), new(prompt, prompt, [])], LatentModel.Small with { Guidance = scale }, 2);

        // Two rows were given and came back: reshaping four, as two passes would be, gives four.
        told.Length.ShouldBe(2 * EmbeddingWidth);
        for (var i = 0; i < EmbeddingWidth / 2; i++)
        {
            var angle = (scale - 1) * 1000 * Math.Pow(10000, -i / 127.0);
            foreach (var row in new[] { 0, EmbeddingWidth })
            {
                ((double)told[row + i]).ShouldBe(Math.Sin(angle), 1e-6);
                ((double)told[row + EmbeddingWidth / 2 + i]).ShouldBe(Math.Cos(angle), 1e-6);
            }
        }
    }

    [Fact]
    public void A_consistency_model_sees_no_rows_of_negative_prompts()
    {
        using var model = new LatentModel((sample, _, _) => sample * 0f + sample.Graph.Node("Shape", sample).Slice(0, 0, 1).Cast(ElementType.Float32)
            + sample.Graph.Input("timestep_cond", ElementType.Float32, "batch", EmbeddingWidth).Slice(1, 0, 1).Unsqueeze(2, 3) * 0f);
        var prompt = model.Model.Prompts.Encode("a dog", TestContext.Current.CancellationToken);

        Predict(model.Model, [new(prompt, prompt, [])], LatentModel.Small with { Guidance = 8 }, 1).ShouldAllBe(rows => rows == 1);
    }

    [Fact]
    public void The_embedding_is_sines_then_cosines_and_an_odd_end_is_zero()
    {
        var embedding = new float[5];

        GuidanceEmbedding.Write(2, embedding);

        embedding.ShouldBe([(float)Math.Sin(1000), (float)Math.Sin(0.1), (float)Math.Cos(1000), (float)Math.Cos(0.1), 0], 1e-6);
    }

    /// <summary>Height before width, nothing cut off, and the target the same; each row its own pooled vector.</summary>
    [Theory]
    [InlineData(1.0)]
    [InlineData(4.0)]
    public void An_XL_model_is_told_the_size_and_each_prompts_vector(double guidance)
    {
        using var folder = new FixtureFolder(ExportDialects.Xl);
        XlEcho().Write(folder["unet/model.onnx"]);
        using var model = folder.Open();
        var dog = model.Prompts.Encode("a dog", TestContext.Current.CancellationToken);
        var star = dog with { Pooled = [.. Enumerable.Range(1, FixtureText.PooledWidth).Select(i => i / 8f)] };

        var told = Predict(model, [new(dog, dog, []), new(star, star, [])], new() { Width = 96, Height = 64, Steps = 1, Guidance = guidance }, 2);

        foreach (var (row, prompt) in new[] { dog, star }.Index())
        {
            var given = told.AsSpan(row * told.Length / 2, 6 + FixtureText.PooledWidth).ToArray();
            given[..6].ShouldBe([64, 96, 0, 0, 64, 96]);
            given[6..].ShouldBe(prompt.Pooled);
        }
    }

    [Fact]
    public void An_XL_model_takes_an_empty_negative_prompt_for_zeros_unless_its_folder_says_otherwise()
    {
        using var folder = new FixtureFolder(ExportDialects.Xl);
        var cancel = TestContext.Current.CancellationToken;
        using (var model = folder.Open())
        {
            for (var time = 0; time < 2; time++)  // first from an encoding, then from what is remembered of its shape
            {
                var none = model.Prompts.EncodeNegative("", cancel);
                var night = model.Prompts.EncodeNegative("night", cancel);
                (none.Hidden.Length, none.Pooled.Length).ShouldBe((night.Hidden.Length, night.Pooled.Length));
                none.Hidden.ShouldAllBe(value => value == 0);
                none.Pooled.ShouldAllBe(value => value == 0);
                night.Hidden.ShouldBe(model.Prompts.Encode("night", cancel).Hidden);
            }
            model.Prompts.Encode("", cancel).Hidden.ShouldContain(value => value != 0);
        }

        File.WriteAllText(folder["model_index.json"], """{ "_class_name": "StableDiffusionXLPipeline", "force_zeros_for_empty_prompt": false }""");
        using var encoding = folder.Open();
        encoding.Prompts.EncodeNegative("", cancel).Hidden.ShouldBe(encoding.Prompts.Encode("", cancel).Hidden);
        encoding.Prompts.EncodeNegative("", cancel).Pooled.ShouldBe(encoding.Prompts.Encode("", cancel).Pooled);
    }

    [Fact]
    public void Other_families_encode_an_empty_negative_prompt()
    {
        using var model = new LatentModel((sample, _, context) => sample * 0f + sample.Graph.Reduce("ReduceMean", context, keep: true, 1, 2).Unsqueeze(3));

        model.Model.Prompts.EncodeNegative("", TestContext.Current.CancellationToken).Hidden
            .ShouldBe(model.Model.Prompts.Encode("", TestContext.Current.CancellationToken).Hidden);
    }

    private static float[] Predict(ModelFolder model, PromptTrack[] tracks, PaintSettings settings, int rows)
    {
        using var denoiser = new Denoiser(model, tracks, new LatentShape(rows, 4, settings.Height / 8, settings.Width / 8), settings, TestContext.Current.CancellationToken);
        return denoiser.Predict(0, 1, timestep: 0, input => input.Clear()).ToArray();
    }

    /// <summary>The first numbers of each row's prediction are its time_ids and text_embeds; the others are zeros.</summary>
    private static GraphBuilder XlEcho()
    {
        var graph = new GraphBuilder("unet");
        var sample = graph.Input("sample", ElementType.Float32, "batch", 4, "height", "width");
        var time = graph.Input("timestep", ElementType.Float32);
        var context = graph.Input("encoder_hidden_states", ElementType.Float32, "batch", "sequence", FixtureUnet.TokenWidth(ExportDialects.Xl));
        var pooled = graph.Input("text_embeds", ElementType.Float32, "batch", FixtureText.PooledWidth);
        var ids = graph.Input("time_ids", ElementType.Float32, "batch", 6);
        var nothing = sample.Reshape(0, -1).Slice(1, 6 + FixtureText.PooledWidth, long.MaxValue) * (time * 0f) + graph.Reduce("ReduceMean", context, keep: false, 1, 2).Unsqueeze(1) * 0f;
        graph.Output(graph.Node("Reshape", graph.Concat(1, ids, pooled, nothing), graph.Node("Shape", sample)), "out_sample", ElementType.Float32, "batch", 4, "height", "width");
        return graph;
    }
}
