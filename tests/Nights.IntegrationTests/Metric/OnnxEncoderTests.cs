using Nights.Diffusion.Models;
using Nights.DreamSim.Baselines;
using Nights.DreamSim.Metrics;
using Nights.Imaging;
using Nights.Local.Encoders;
using Nights.Onnx;
using Nights.TestServers;

namespace Nights.IntegrationTests.Metric;

public sealed class OnnxEncoderTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("batch")]
    [InlineData(2L)]
    public async Task Pictures_are_as_far_apart_as_their_embeddings_are(object batch)
    {
        await using var folder = ScratchFolder.Create("encoder");
        File.WriteAllBytes(folder["encoder.onnx"], MeanColour(batch, 8));
        // Each of one colour: the embedding is that colour, normalised.
        string[] files = [Picture(folder["a.png"], 200, 100, 50), Picture(folder["b.png"], 10, 100, 250), Picture(folder["c.png"], 200, 100, 51)];
        var options = new EncoderOptions { Graph = "encoder.onnx", Size = 8, Mean = [0.5f, 0.4f, 0.3f], Std = [0.2f, 0.25f, 0.5f], Pool = EncoderPool.Mean, Batch = 2 };
        double[] Embedding(params double[] rgb) => [(rgb[0] / 255 - 0.5) / 0.2, (rgb[1] / 255 - 0.4) / 0.25, (rgb[2] / 255 - 0.3) / 0.5];
        var (a, b) = (Embedding(200, 100, 50), Embedding(10, 100, 250));

        using var cosine = new OnnxEncoder("it", folder.Path, options, new RuntimeOptions());
        using var euclidean = new OnnxEncoder("it", folder.Path, options with { Distance = EmbeddingDistance.Euclidean, Bgr = true }, new RuntimeOptions());
        using var byAngle = cosine.Prepare(files, null, Cancel);
        using var byLength = euclidean.Prepare(files, null, Cancel);

        double Dot(double[] x, double[] y) => x.Zip(y).Sum(p => p.First * p.Second);
        byAngle.Distances([new(0, 1), new(2, 2)], Cancel).ShouldSatisfyAllConditions(
            d => d[0].ShouldBe(1 - Dot(a, b) / Math.Sqrt(Dot(a, a) * Dot(b, b)), 1e-5), d => d[1].ShouldBe(0, 1e-6));
        byLength.Distances([new(0, 1), new(0, 2)], Cancel).ShouldSatisfyAllConditions(
            d => d[0].ShouldBe(Math.Sqrt(a.Zip(b).Sum(p => Math.Pow(p.First - p.Second, 2))), 1e-4), d => d[1].ShouldBe(1 / 255.0 / 0.5, 1e-5));
    }

    [Fact]
    public async Task A_graph_that_does_not_take_such_pictures_is_refused()
    {
        await using var folder = ScratchFolder.Create("encoder");
        File.WriteAllBytes(folder["encoder.onnx"], MeanColour("batch", 8));
        var options = new EncoderOptions { Graph = "encoder.onnx", Size = 8 };

        Refused(options with { Size = 16 }, "the graph's input is pixels: float[batch,3,8,8]; with size 16");
        Refused(options with { ChannelsLast = true }, "channels last it would be given [n,8,8,3]");
        Refused(options with { Input = "image" }, "no input 'image'; it has pixels");
        Refused(options with { Output = "code" }, "no output 'code'; it has colours");
        Should.Throw<ModelFolderException>(() => new OnnxEncoder("it", folder.Path, options with { Graph = "other.onnx" }, new RuntimeOptions())).Message.ShouldContain("is missing");

        void Refused(EncoderOptions wrong, string named) =>
            Should.Throw<InvalidDataException>(() => new OnnxEncoder("it", folder.Path, wrong, new RuntimeOptions())).Message.ShouldContain(named);
    }

    /// <summary>(batch, 3, size, size) to (batch, 3, size / 2, size / 2): means of 2 × 2 pixels.</summary>
    internal static byte[] MeanColour(object batch, int size)
    {
        var graph = new GraphBuilder("encoder");
        var pixels = graph.Input("pixels", ElementType.Float32, batch, 3, size, size);
        graph.Output(graph.AveragePool(pixels, 2, 2), "colours", ElementType.Float32, batch, 3, size / 2, size / 2);
        return graph.ToModel();
    }

    private static string Picture(string path, byte red, byte green, byte blue)
    {
        var picture = new PixelImage(12, 10);
        for (var i = 0; i < picture.Bytes.Length; i += 3) (picture.Bytes[i], picture.Bytes[i + 1], picture.Bytes[i + 2]) = (red, green, blue);
        File.WriteAllBytes(path, picture.EncodePng());
        return path;
    }
}
