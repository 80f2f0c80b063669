using System.Text.Json.Nodes;
using Nights.Diffusion.Procedural;
using Nights.Onnx;

namespace Nights.Tests.Diffusion.Fixtures;

/// <summary>Writes a whole model folder in a dialect, with the demo model's computation in it: the same seed gives the same picture in every dialect.</summary>
internal static class FixtureModelBuilder
{
    public static void Write(string directory, ExportDialect dialect)
    {
        Graph("text_encoder", FixtureText.Build(dialect));
        Graph("unet", FixtureUnet.Build(dialect));
        Graph("vae_decoder", FixtureVae.Decoder(dialect));
        Graph("vae_encoder", FixtureVae.Encoder(dialect));
        FixtureVocabulary.Write(Path.Combine(directory, "tokenizer"), dialect.Pad);
        Text("scheduler/scheduler_config.json", dialect.Scheduler);
        Text("model_index.json", Index(dialect).ToJsonString());
        if (dialect.Family == FixtureFamily.Xl)
        {
            Graph("text_encoder_2", FixtureText.BuildSecond(dialect));
            FixtureVocabulary.Write(Path.Combine(directory, "tokenizer_2"), "!");
        }
        if (dialect.Safety)
        {
            Graph("safety_checker", FixtureSafety.Build(dialect));
            Text("feature_extractor/preprocessor_config.json", """
                { "crop_size": 224, "do_center_crop": true, "do_normalize": true, "do_resize": true, "feature_extractor_type": "CLIPFeatureExtractor",
                  "image_mean": [0.48145466, 0.4578275, 0.40821073], "image_std": [0.26862954, 0.26130258, 0.27577711], "resample": 3, "size": 224 }
                """);
        }
        if (dialect.Configs)
            WriteConfigs();

        void Graph(string component, GraphBuilder graph)
        {
            var folder = Directory.CreateDirectory(Path.Combine(directory, component)).FullName;
            var weights = dialect.Weights is { } file && (component == "unet" || !dialect.OnlyUnetWeights) ? new ExternalWeights(file, AtLeast: 100) : null;
            graph.Write(Path.Combine(folder, "model.onnx"), weights);
        }

        void Text(string path, string text)
        {
            var file = Path.Combine(directory, path);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, text);
        }

        void WriteConfigs()
        {
            var xl = dialect.Family == FixtureFamily.Xl;
            var unet = new JsonObject
            {
                ["_class_name"] = "UNet2DConditionModel",
                ["in_channels"] = dialect.Channels,
                ["out_channels"] = dialect.Channels,
                ["sample_size"] = 64,
                ["cross_attention_dim"] = FixtureUnet.TokenWidth(dialect),
                ["time_cond_proj_dim"] = dialect.Family == FixtureFamily.Lcm ? 256 : null,
                ["addition_embed_type"] = xl ? "text_time" : null,
            };
            var vae = new JsonObject
            {
                ["_class_name"] = "AutoencoderKL",
                ["latent_channels"] = 4,
                ["block_out_channels"] = new JsonArray(128, 256, 512, 512),
                ["scaling_factor"] = JsonNode.Parse(xl ? "0.13025" : "0.18215"),
                ["force_upcast"] = xl,
            };
            Text("unet/config.json", unet.ToJsonString());
            Text("vae_decoder/config.json", vae.ToJsonString());
            Text("vae_encoder/config.json", vae.ToJsonString());
            Text("text_encoder/config.json", new JsonObject { ["hidden_size"] = SceneVector.Width, ["num_hidden_layers"] = FixtureText.Layers }.ToJsonString());
            if (xl)
                Text("text_encoder_2/config.json", new JsonObject
                {
                    ["hidden_size"] = FixtureText.SecondWidth,
                    ["num_hidden_layers"] = FixtureText.SecondLayers,
                    ["projection_dim"] = FixtureText.PooledWidth,
                }.ToJsonString());
        }
    }

    private static JsonObject Index(ExportDialect dialect)
    {
        var library = dialect.Component == "OnnxRuntimeModel" ? "diffusers" : "optimum.onnxruntime.modeling_diffusion";
        var index = new JsonObject
        {
            ["_class_name"] = dialect.Pipeline,
            ["_diffusers_version"] = "0.6.0",
            ["feature_extractor"] = dialect.Safety ? new JsonArray("transformers", "CLIPFeatureExtractor") : new JsonArray(null, null),
            ["safety_checker"] = dialect.Safety ? new JsonArray(library, dialect.Component) : new JsonArray(null, null),
            ["scheduler"] = new JsonArray("diffusers", JsonNode.Parse(dialect.Scheduler)!["_class_name"]!.ToString()),
            ["tokenizer"] = new JsonArray("transformers", "CLIPTokenizer"),
        };
        string[] graphs = dialect.Family == FixtureFamily.Xl
            ? ["text_encoder", "text_encoder_2", "unet", "vae_decoder", "vae_encoder"]
            : ["text_encoder", "unet", "vae_decoder", "vae_encoder"];
        foreach (var graph in graphs)
            index[graph] = new JsonArray(library, dialect.Component);
        if (dialect.Family == FixtureFamily.Xl)
        {
            index["tokenizer_2"] = new JsonArray("transformers", "CLIPTokenizer");
            index["force_zeros_for_empty_prompt"] = true;
        }
        return index;
    }
}
