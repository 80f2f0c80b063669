using System.Text;
using Nights.Diffusion.Procedural;
using Nights.Onnx;

namespace Nights.Diffusion.Structural;

/// <summary>
/// A model that costs what Stable Diffusion's operators cost and paints nothing: to measure what a pipeline adds to its graphs. Laid out as optimum 1.24
/// does, weights beside the graphs; tokenizer and scheduler are the demo model's.
/// </summary>
public static class StructuralModel
{
    private static readonly ExternalWeights Weights = new("model.onnx_data");

    /// <summary>Writes the model into a folder.</summary>
    /// <param name="directory">Is created.</param>
    /// <param name="size">How large it is; by default a guided step of three pictures of 512 × 512 took 313 ms on two cores.</param>
    /// <exception cref="ArgumentException">The layers cannot be split into groups and heads of that many channels.</exception>
    public static void Write(string directory, StructuralSize? size = null)
    {
        size ??= new StructuralSize();
        if (size.Channels < 16 || size.Channels % 16 != 0)
            throw new ArgumentException($"{size.Channels} channels were asked for; multiples of 16 can be built.", nameof(size));
        if (size.TextWidth < 32 || size.TextWidth % 32 != 0)
            throw new ArgumentException($"A text width of {size.TextWidth} was asked for; multiples of 32 can be built.", nameof(size));

        ProceduralModel.Write(directory);
        Directory.Delete(Path.Combine(directory, "vae_encoder"), recursive: true);
        Graph("text_encoder", StructuralTextEncoder.Build(size, new ProceduralVocabulary(Lexicon.Words).Tokens.Count));
        Graph("unet", StructuralUnet.Build(size));
        Graph("vae_decoder", StructuralVaeDecoder.Build(size));
        Text("model_index.json", """
            {
              "_class_name": "StableDiffusionPipeline",
              "_name_or_path": "nights-structural",
              "scheduler": ["diffusers", "DDIMScheduler"],
              "text_encoder": ["onnxruntime", "OrtModel"],
              "tokenizer": ["transformers", "CLIPTokenizer"],
              "unet": ["onnxruntime", "OrtModel"],
              "vae_decoder": ["onnxruntime", "OrtModel"]
            }
            """);

        void Graph(string component, GraphBuilder graph) => graph.Write(Path.Combine(directory, component, "model.onnx"), Weights);
        void Text(string file, string text) => File.WriteAllText(Path.Combine(directory, file), text + "\n", new UTF8Encoding(false));
    }
}
