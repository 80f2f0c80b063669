using Nights.DreamSim;
using Nights.DreamSim.Baselines;
using Nights.DreamSim.Checkpoints;
using Nights.DreamSim.Metrics;
using Nights.Imaging;
using Nights.NumericsTests.Weights;
using static TorchSharp.torch;

namespace Nights.NumericsTests.Baselines;

public sealed class MetricFolderTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Lpips_from_a_folder_compares_files_whatever_sizes_they_have_and_whoever_is_beside_them()
    {
        Write("""{ "backbone": "squeezenet1_1", "features": "squeezenet.safetensors", "weights": "lin.safetensors", "kind": "lpips" }""");
        WriteSqueezeNet();
        string[] files = [Picture(1, 40, 40), Picture(2, 40, 40), Picture(3, 64, 48), Picture(4, 64, 48), Picture(5, 40, 40)];
        PicturePair[] pairs = [new(0, 1), new(0, 4), new(2, 3), new(3, 2), new(1, 1), new(4, 0)];

        using var metric = MetricFolder.Open("LPIPS", folder.Path, (NetworkOptions)MetricFolder.Describe(folder.Path), CPU);
        using var pictures = metric.Prepare(files, null, Cancel);
        var together = pictures.Distances(pairs, Cancel);

        foreach (var (pair, distance) in pairs.Zip(together)) pictures.Distances([pair], Cancel)[0].ShouldBe(distance, 1e-6);
        together.Distinct().Count().ShouldBe(4, "of the six, two are the other way round and one is a picture and itself");
        together[3].ShouldBe(together[2], 1e-6);
        together[4].ShouldBe(0);
        Should.Throw<InvalidDataException>(() => pictures.Distances([new(0, 2)], Cancel)).Message.ShouldContain("(40x40) with");
    }

    [Fact]
    public void Published_files_of_either_age_are_read_as_they_are()
    {
        Write("""{ "kind": "lpips", "backbone": "squeezenet1_1", "features": "squeezenet.safetensors", "weights": "lin.safetensors" }""");
        WriteSqueezeNet();
        string[] files = [Picture(1, 40, 40), Picture(2, 40, 40)];
        var expected = Distance();
        using (var features = Safetensors.Read(Path.Combine(folder.Path, "squeezenet.safetensors")))
        using (var weights = Safetensors.Read(Path.Combine(folder.Path, "lin.safetensors")))
        {
            TorchWriter.Plain(Path.Combine(folder.Path, "squeezenet.pth"), new Dictionary<string, object?>(features.Tensors.Select(t => KeyValuePair.Create(t.Key, (object?)t.Value))) { ["classifier.1.bias"] = zeros(3) });
            TorchWriter.Zip(Path.Combine(folder.Path, "squeeze.pth"), new Dictionary<string, object?>(weights.Tensors.Select(t => KeyValuePair.Create(t.Key, (object?)t.Value))));
        }

        Write("""{ "kind": "lpips", "backbone": "squeezenet1_1", "features": "squeezenet.pth", "weights": "squeeze.pth" }""");

        Distance().ShouldBe(expected);

        double Distance()
        {
            using var metric = MetricFolder.Open("LPIPS", folder.Path, (NetworkOptions)MetricFolder.Describe(folder.Path), CPU);
            using var pictures = metric.Prepare(files, null, Cancel);
            return pictures.Distances([new(0, 1)], Cancel)[0];
        }
    }

    [Fact]
    public void A_size_makes_pictures_of_different_sizes_comparable()
    {
        string[] files = [Picture(1, 40, 30), Picture(2, 60, 60)];
        using var native = PixelMetric.Ssim("SSIM", PictureSizing.Native);
        using var sized = PixelMetric.Ssim("SSIM", new PictureSizing(32));
        using var pictures = sized.Prepare(files, null, Cancel);
        using var unequal = native.Prepare(files, null, Cancel);

        pictures.Distances([new(0, 1), new(0, 0)], Cancel).ShouldSatisfyAllConditions(d => d[0].ShouldBeGreaterThan(0.1), d => d[1].ShouldBe(0, 1e-12));
        Should.Throw<InvalidDataException>(() => unequal.Distances([new(0, 1)], Cancel)).Message.ShouldContain("SSIM cannot compare");
    }

    [Fact]
    public void Equal_pictures_are_closer_by_psnr_than_any_others()
    {
        string[] files = [Picture(1, 40, 30), Picture(1, 40, 30, change: 1), Picture(9, 40, 30)];
        using var psnr = PixelMetric.Psnr("PSNR", PictureSizing.Native);
        using var pictures = psnr.Prepare(files, null, Cancel);

        var distances = pictures.Distances([new(0, 0), new(0, 1), new(0, 2)], Cancel);

        distances[0].ShouldBe(-150);
        distances[1].ShouldBe(-10 * Math.Log10(255.0 * 255 * 3600), 1e-9, "one channel of one of 1200 pixels differs by one");
        distances[2].ShouldBeGreaterThan(distances[1]);
    }

    [Theory]
    [InlineData("""{ "kind": "vmaf" }""", "lpips, dists, encoder")]
    [InlineData("""{ "features": "a", "weights": "b" }""", "lpips, dists, encoder")]
    [InlineData("""{ "kind": "lpips", "features": "a", "weights": "b" }""", "backbone")]
    [InlineData("""{ "kind": "dists", "features": "../a", "weights": "b" }""", "features is '../a'; it must be a file beside it")]
    [InlineData("""{ "kind": "dists", "features": "a", "weights": "b", "size": 5 }""", "it must be 8 to 4096 pixels")]
    [InlineData("""{ "kind": "dists", "features": "a", "weights": "b", "colour": 1 }""", "colour")]
    [InlineData("""{ "kind": "encoder", "graph": "a.onnx", "std": [1, 1, 0] }""", "no std is 0")]
    [InlineData("{", "cannot be read")]
    public void A_description_that_describes_nothing_is_refused(string json, string named)
    {
        Write(json);

        Should.Throw<InvalidDataException>(() => MetricFolder.Describe(folder.Path)).Message.ShouldContain(named);
    }

    [Fact]
    public void Weights_that_are_not_there_are_named()
    {
        Write("""{ "kind": "dists", "features": "vgg.safetensors", "weights": "dists.safetensors" }""");
        var options = (NetworkOptions)MetricFolder.Describe(folder.Path);

        options.Sizing.ShouldBe(new PictureSizing(256, Resampling.Bilinear));
        Should.Throw<InvalidDataException>(() => MetricFolder.Open("DISTS", folder.Path, options, CPU)).Message.ShouldContain("has no weights vgg.safetensors");
    }

    private void Write(string json) => File.WriteAllText(Path.Combine(folder.Path, "metric.json"), json);

    private void WriteSqueezeNet()
    {
        Safetensors.Write(Path.Combine(folder.Path, "squeezenet.safetensors"), new NaiveNetworks("squeezenet1_1", 2).Tensors);
        int[] channels = [64, 128, 256, 384, 384, 512, 512];
        Safetensors.Write(
            Path.Combine(folder.Path, "lin.safetensors"),
            channels.Select((width, k) => (width, k)).ToDictionary(l => $"lin{l.k}.model.1.weight", l => tensor(RandomPictures.Weights(l.width, l.k), [1, l.width, 1, 1])));
    }

    private string Picture(int seed, int width, int height, byte change = 0)
    {
        var picture = new PixelImage(width, height);
        new Random(seed).NextBytes(picture.Bytes);
        picture.Bytes[0] = (byte)(100 + change);
        var path = Path.Combine(folder.Path, $"{seed}-{change}.png");
        File.WriteAllBytes(path, picture.EncodePng());
        return path;
    }
}
