using Nights.Diffusion.Models;
using Nights.Diffusion.Schedulers;
using Nights.Onnx;

namespace Nights.Tests.Diffusion;

public sealed class ModelFolderTests
{
    [Theory]
    [InlineData("model_index.json")]
    [InlineData("tokenizer/vocab.json")]
    [InlineData("tokenizer/merges.txt")]
    [InlineData("scheduler/scheduler_config.json")]
    [InlineData("text_encoder/model.onnx")]
    [InlineData("unet/model.onnx")]
    [InlineData("vae_decoder/model.onnx")]
    public void A_missing_file_is_named(string file)
    {
        using var folder = new TestModel();
        File.Delete(folder[file]);

        Refusal(folder).ShouldContain(folder[file]);
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(0.97)]
    [InlineData(0.0)]
    public void A_truncated_graph_is_named(double share)
    {
        using var folder = new TestModel();
        var whole = File.ReadAllBytes(folder["unet/model.onnx"]);
        folder.Replace("unet", whole[..(int)(whole.Length * share)]);

        var message = Refusal(folder);
        message.ShouldStartWith("unet:");
        message.ShouldContain("cut short");
    }

    [Fact]
    public void A_file_that_is_no_onnx_is_named()
    {
        using var folder = new TestModel();
        folder.Replace("vae_decoder", "<html>not found</html>"u8.ToArray());

        Refusal(folder).ShouldStartWith("vae_decoder:");
    }

    [Fact]
    public void Missing_and_short_external_data_are_named()
    {
        using var folder = new TestModel();
        folder.Replace("unet", [.. File.ReadAllBytes(folder["unet/model.onnx"]), .. ExternalTensor("weights.pb", length: 400)]);

        Refusal(folder).ShouldContain("weights.pb', which is missing");
        File.WriteAllBytes(folder["unet/weights.pb"], new byte[399]);
        Refusal(folder).ShouldContain("has 399 bytes");
    }

    [Fact]
    public void A_wrong_element_type_names_component_input_and_what_was_expected()
    {
        using var folder = new TestModel(new Dialect { Timestep = ElementType.Bool, TimestepShape = [1] });

        var message = Refusal(folder);
        message.ShouldStartWith("unet:");
        message.ShouldContain("timestep");
        message.ShouldContain("bool; expected int32 or int64 or float");
    }

    [Fact]
    public void A_wrong_rank_names_component_input_and_what_was_expected()
    {
        using var folder = new TestModel(new Dialect { TimestepShape = ["batch", 1] });

        Refusal(folder).ShouldContain("has rank 2; expected 0 or 1");
    }

    [Fact]
    public void An_input_of_another_model_family_is_named()
    {
        using var folder = new TestModel(new Dialect { Unet = graph => graph.Input("controlnet_conds", ElementType.Float32, "batch", 6) });

        Refusal(folder).ShouldContain("also wants the input controlnet_conds");
    }

    [Fact]
    public void An_encoder_that_does_not_fit_the_denoiser_is_named()
    {
        using var folder = new TestModel();
        using var other = new TestModel(new Dialect());
        folder.Replace("text_encoder", File.ReadAllBytes(other["text_encoder/model.onnx"]));

        Refusal(folder).ShouldContain("the text_encoder gives 4");
    }

    [Theory]
    [InlineData("StableDiffusion3Pipeline")]
    [InlineData("FluxPipeline")]
    public void A_pipeline_of_another_family_is_refused(string pipeline)
    {
        using var folder = new TestModel();
        File.WriteAllText(folder["model_index.json"], $$"""{ "_class_name": "{{pipeline}}" }""");

        Refusal(folder).ShouldContain(pipeline);
    }

    [Theory]
    [InlineData("OnnxStableDiffusionPipeline")]
    [InlineData("StableDiffusionOnnxPipeline")]
    [InlineData("ORTStableDiffusionPipeline")]
    [InlineData("StableDiffusionPipeline")]
    public void Every_exporters_name_for_the_pipeline_is_taken(string pipeline)
    {
        using var folder = new TestModel();
        File.WriteAllText(folder["model_index.json"], $$"""{ "_class_name": "{{pipeline}}" }""");

        using var model = folder.Open();
        model.Scheduler.Class.ShouldBe("DDIMScheduler");
    }

    [Fact]
    public void A_scheduler_that_is_not_computed_is_refused_at_opening()
    {
        using var folder = new TestModel();
        File.WriteAllText(folder["scheduler/scheduler_config.json"], """{ "_class_name": "HeunDiscreteScheduler" }""");

        Should.Throw<SchedulerConfigException>(folder.Open).Message.ShouldContain("HeunDiscreteScheduler");
    }

    [Fact]
    public void Hashes_cover_every_file_that_decides_pixels()
    {
        using var folder = new TestModel();
        using var model = folder.Open();

        model.Hashes.Keys.ShouldContain("unet/model.onnx");
        model.Hashes.Keys.ShouldContain("tokenizer/merges.txt");
        model.Hashes.Keys.ShouldContain("scheduler/scheduler_config.json");
        model.Hashes.Values.ShouldAllBe(hash => hash.Length == 64);
    }

    private static string Refusal(TestModel folder) => Should.Throw<ModelFolderException>(folder.Open).Message;

    /// <summary>A second part of the graph (protobuf messages merge): one float tensor whose data lies in another file.</summary>
    private static byte[] ExternalTensor(string location, int length)
    {
        byte[] tensor =
        [
            .. Field(1, 0, (byte)(length / 4)), .. Field(2, 0, 1), .. Bytes(8, "external"u8),
            .. Bytes(13, [.. Bytes(1, "location"u8), .. Bytes(2, System.Text.Encoding.UTF8.GetBytes(location))]),
            .. Bytes(13, [.. Bytes(1, "length"u8), .. Bytes(2, System.Text.Encoding.UTF8.GetBytes($"{length}"))]),
            .. Field(14, 0, 1),
        ];
        return Bytes(7, Bytes(5, tensor));

        static byte[] Field(int number, int kind, byte value) => [(byte)((number << 3) | kind), value];
        static byte[] Bytes(int number, ReadOnlySpan<byte> content) => [(byte)((number << 3) | 2), (byte)content.Length, .. content];
    }
}
