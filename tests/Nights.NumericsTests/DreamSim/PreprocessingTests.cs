using System.Security.Cryptography;
using System.Text.Json;
using Nights.DreamSim;
using Nights.DreamSim.Triplets;
using static TorchSharp.torch;

namespace Nights.NumericsTests.DreamSim;

/// <summary>From picture files to the model's input: RGB, RGBA, grey and palette, larger and smaller than the input.</summary>
public sealed class PreprocessingTests
{
    private static readonly ModelOptions Model = new() { Backbones = [GoldenModels.Backbone("dino_cls")] };

    private static string[] Files => GoldenModels.Strings(Golden.DreamSimManifest.GetProperty("images"));

    [Fact]
    public void The_models_input_is_the_reference_one_byte_for_byte()
    {
        using var scope = NewDisposeScope();
        using var expected = JsonDocument.Parse(File.ReadAllText(Golden.DreamSim(Golden.DreamSimManifest.GetProperty("preprocess").GetString()!)));
        using var table = PictureTable.Load([.. Files.Select(file => Golden.DreamSim(Path.Combine("images", file)))], Model, TestContext.Current.CancellationToken);

        for (var i = 0; i < Files.Length; i++)
        {
            var values = expected.RootElement.GetProperty(Path.GetFileNameWithoutExtension(Files[i]));
            var input = table.Batch([i], CPU)[0];
            var bytes = (input * 255).round().to(ScalarType.Byte).permute(1, 2, 0).contiguous().data<byte>().ToArray();

            Convert.ToHexStringLower(SHA256.HashData(bytes)).ShouldBe(values.GetProperty("sha256_hwc_u8").GetString(), Files[i]);
            var flat = input.flatten().data<float>().ToArray();
            var samples = values.GetProperty("sample_chw_f32").EnumerateArray().Select(value => value.GetSingle()).ToArray();
            Enumerable.Range(0, samples.Length).Select(sample => flat[sample * 15053]).ShouldBe(samples, Files[i]);
        }
    }

    [Fact]
    public void Pictures_can_keep_their_own_size_and_aspect()
    {
        using var native = GoldenModels.Build(["dino_cls"], normalise: true, model: options => options with { Resampling = Resampling.None });
        using var square = GoldenModels.Build(["dino_cls"], normalise: true);
        var files = new[] { Files[3], Files[3], Files[1], Files[8] }.Select(file => Golden.DreamSim(Path.Combine("images", file))).ToArray();      // 224x224, 384x256, 225x223

        var distances = native.Distances(files, TestContext.Current.CancellationToken);

        distances[0].ShouldBe(0, 1e-6);
        distances.Skip(1).ShouldAllBe(distance => distance > 1e-3 && distance < 2);
        Math.Abs(distances[1] - square.Distances(files, TestContext.Current.CancellationToken)[1]).ShouldBeGreaterThan(1e-4, "384x256 was not squeezed into a square");
        using var table = PictureTable.Load(files, native.Options, TestContext.Current.CancellationToken);
        Should.Throw<InvalidDataException>(() => table.Batch([0, 2], CPU)).Message.ShouldContain("224x224 and 384x256");
    }
}
