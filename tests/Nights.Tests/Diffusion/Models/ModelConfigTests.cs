using Nights.Diffusion.Models;
using Nights.Diffusion.Pipelines;
using Nights.Onnx;
using Nights.Tests.Diffusion.Pipelines;

namespace Nights.Tests.Diffusion.Models;

/// <summary>Configurations beside the graphs: what they say is followed, and what cannot be is refused with the file and the key.</summary>
public sealed class ModelConfigTests
{
    [Theory]
    [InlineData("unet/config.json", """{ "size_multiple": "32" }""", "size_multiple", "\"32\"")]
    [InlineData("unet/config.json", """{ "size_multiple": 0 }""", "size_multiple", "1 to 4096")]
    [InlineData("unet/config.json", """{ "size_multiple": 8.5 }""", "size_multiple", "8.5")]
    [InlineData("vae_decoder/config.json", """{ "scaling_factor": "0.18215" }""", "scaling_factor", "above 0")]
    [InlineData("vae_decoder/config.json", """{ "scaling_factor": 0 }""", "scaling_factor", "above 0")]
    [InlineData("vae_decoder/config.json", """{ "scaling_factor": [1] }""", "scaling_factor", "[1]")]
    [InlineData("vae_decoder/config.json", """{ "block_out_channels": 4 }""", "block_out_channels", "list")]
    [InlineData("vae_decoder/config.json", """{ "block_out_channels": [] }""", "block_out_channels", "list")]
    [InlineData("vae_decoder/config.json", """{ "shift_factor": 0.0609 }""", "shift_factor", "0.0609")]
    [InlineData("vae_encoder/config.json", """{ "latents_mean": [0, 0, 0, 0] }""", "latents_mean", "not moved")]
    [InlineData("vae_encoder/config.json", """{ "scaling_factor": true }""", "scaling_factor", "true")]
    [InlineData("model_index.json", """{ "_class_name": "StableDiffusionXLPipeline", "requires_aesthetics_score": "yes" }""", "requires_aesthetics_score", "true or false")]
    [InlineData("model_index.json", """{ "_class_name": "StableDiffusionPipeline", "force_zeros_for_empty_prompt": 1 }""", "force_zeros_for_empty_prompt", "true or false")]
    [InlineData("model_index.json", """{ "_class_name": ["StableDiffusionPipeline"] }""", "StableDiffusionPipeline", "not supported")]
    [InlineData("model_index.json", "[]", "JSON object", "model_index.json")]
    [InlineData("tokenizer/special_tokens_map.json", """{ "pad_token": 7 }""", "pad_token", "7")]
    [InlineData("unet/config.json", "{ ", "not JSON", "unet")]
    public void A_value_that_cannot_be_followed_names_file_and_key(string file, string json, params string[] words)
    {
        using var folder = new TestModel();
        File.WriteAllText(folder[file], json);

        var message = Should.Throw<ModelFolderException>(folder.Open).Message;

        foreach (var word in words.Append(Path.GetFileName(file)))
            message.ShouldContain(word);
    }

    [Fact]
    public void Null_says_nothing_and_of_a_key_given_twice_the_last_counts()
    {
        using var folder = new TestModel();
        File.WriteAllText(folder["unet/config.json"], """{ "in_channels": null, "size_multiple": 64, "size_multiple": 32, "time_cond_proj_dim": null }""");
        File.WriteAllText(folder["vae_decoder/config.json"], """{ "shift_factor": null, "latents_mean": null, "scaling_factor": 0.5, "force_upcast": true, "block_out_channels": [1, 2, 3, 4] }""");

        using var model = folder.Open();

        (model.SizeMultiple, model.VaeDecoder.Scale, model.VaeDecoder.Factor, model.Unet.Channels).ShouldBe((32, 0.5, 8, 4));
    }

    /// <summary>A configuration may be a copy from another model; what the graph declares is what it computes.</summary>
    [Fact]
    public void The_graph_has_the_last_word_on_its_channels()
    {
        using var folder = new TestModel();
        File.WriteAllText(folder["unet/config.json"], """{ "in_channels": 9 }""");

        using var model = folder.Open();

        model.Unet.Channels.ShouldBe(4);
    }

    [Theory]
    [InlineData(2, 4, 4, "batches of 2 only")]
    [InlineData(0, 9, 4, "9 latent channels")]
    [InlineData(0, 4, 8, "8 channels")]
    public void A_denoiser_of_another_make_is_refused_at_opening(int batch, int channels, int predicted, string named)
    {
        using var folder = new TestModel(new Dialect());
        folder.Replace("unet", Unet(batch > 0 ? batch : "batch", channels, predicted, "height", "width"));

        Should.Throw<ModelFolderException>(folder.Open).Message.ShouldContain(named);
    }

    [Fact]
    public void A_denoiser_made_for_one_size_paints_that_size_and_refuses_others()
    {
        using var folder = new TestModel(new Dialect());
        folder.Replace("unet", Unet("batch", 4, 4, 8, 16));
        using var model = folder.Open();
        PictureOrder[] orders = [new() { Prompt = "a dog", Seed = 1 }];
        var settings = new PaintSettings { Width = 128, Height = 64, Steps = 1, Guidance = 2 };

        new Painter(model).Paint(orders, settings, null, TestContext.Current.CancellationToken)[0].Fault.ShouldBeNull();
        Should.Throw<OrderRefusedException>(() => new Painter(model).Paint(orders, settings with { Width = 64, Height = 128 }, null, TestContext.Current.CancellationToken))
            .Message.ShouldContain("one other size");
    }

    [Fact]
    public void A_decoder_of_another_enlargement_than_its_configuration_is_named()
    {
        using var folder = new TestModel();
        File.WriteAllText(folder["vae_decoder/config.json"], """{ "block_out_channels": [64, 128, 256] }""");
        File.WriteAllText(folder["unet/config.json"], "{}");
        using var model = folder.Open();

        Should.Throw<ModelFolderException>(() => new Painter(model).Paint(
                [new() { Prompt = "a dog", Seed = 1 }], new PaintSettings { Width = 64, Height = 64, Steps = 1 }, null, TestContext.Current.CancellationToken))
            .Message.ShouldContain("vae_decoder");
    }

    [Fact]
    public void An_encoder_of_another_size_than_the_latents_is_named()
    {
        using var model = new LatentModel((sample, _, _) => sample * 0f, encoder: pixels =>
        {
            var small = pixels.Graph.AveragePool(pixels, window: 16, stride: 16);
            return pixels.Graph.Concat(1, small, small, small.Slice(1, 0, 2));
        });
        PictureOrder order = new() { Prompt = "a dog", Seed = 1, Init = new(new Nights.Imaging.PixelImage(64, 64), "", 0.5) };

        Should.Throw<ModelFolderException>(() => model.Latents(order, LatentModel.Small)).Message.ShouldContain("[1,8,4,4]; [1,8,8,8] was expected");
    }

    private static byte[] Unet(object batch, int channels, int predicted, object height, object width)
    {
        var graph = new GraphBuilder("unet");
        var sample = graph.Input("sample", ElementType.Float32, batch, channels, height, width);
        var time = graph.Input("timestep", ElementType.Float32);
        var context = graph.Input("encoder_hidden_states", ElementType.Float32, "batch", "sequence", 4);
        var prediction = sample * 0.5f + time * 0f + graph.Reduce("ReduceMean", context, keep: true, 0, 1, 2).Unsqueeze(3);
        graph.Output(predicted == channels ? prediction : graph.Concat(1, prediction, prediction), "out_sample", ElementType.Float32, batch, predicted, height, width);
        return graph.ToModel();
    }
}
