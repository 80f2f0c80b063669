using Nights.DreamSim.Metrics;
using Nights.DreamSim.Native;
using Nights.NumericsTests.DreamSim;
using static TorchSharp.torch;

namespace Nights.NumericsTests.Metrics;

public sealed class ModelMetricTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static string[] Pictures => [.. Golden.DreamSimManifest.GetProperty("images").EnumerateArray().Select(name => Golden.DreamSim(Path.Combine("images", name.GetString()!)))];

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("dino_cls")]
    [InlineData("ensemble")]
    public void Distances_of_files_are_the_references(string @case)
    {
        using var expected = Golden.Tensors(Golden.DreamSimManifest.GetProperty("forward").GetString()!);
        using var metric = new ModelMetric("it", GoldenModels.Build(@case, normalise: true));

        using var pictures = metric.Prepare(Pictures, null, Cancel);
        var distances = pictures.Distances([.. Enumerable.Range(0, Pictures.Length).Select(i => new PicturePair(0, i))], Cancel);

        tensor(distances).ShouldBeNear(expected[$"{@case}.dist_to_i0_normalized"], Golden.Tolerance("distance_abs"));
    }

    [Fact]
    public void More_pictures_than_a_batch_give_what_each_gives_alone()
    {
        string[] files = [.. Enumerable.Range(0, 70).Select(i => Pictures[i % 7])];
        var shares = new List<double>();
        using var metric = new ModelMetric("it", GoldenModels.Build("dino_cls"));
        using var together = metric.Prepare(files, new Told(shares.Add), Cancel);
        using var alone = metric.Prepare([files[0], files[69]], null, Cancel);

        together.Distances([new(0, 69)], Cancel)[0].ShouldBe(alone.Distances([new(0, 1)], Cancel)[0], 1e-6);
        together.Distances([new(1, 64)], Cancel)[0].ShouldBe(0, 1e-6, "the same picture");
        shares.ShouldBe([64 / 70.0, 1]);
    }

    [Fact]
    public void A_rounded_model_is_the_metrics_own_and_the_exact_one_stays_with_its_owner()
    {
        using var model = GoldenModels.Build("dino_cls");
        double Distance(IPictureMetric metric)
        {
            using (metric)
            {
                using var pictures = metric.Prepare(Pictures[..2], null, Cancel);
                return pictures.Distances([new(0, 1)], Cancel)[0];
            }
        }

        var exact = Distance(new ModelMetric("it", model, owned: false));
        var rounded = Distance(new ModelMetric("it", model, Precision.BFloat16, owned: false));

        rounded.ShouldNotBe(exact);
        rounded.ShouldBe(exact, 0.05 * exact);
        Distance(new ModelMetric("it", model, owned: false)).ShouldBe(exact);
    }

    [Fact]
    public void A_file_that_is_no_picture_is_named()
    {
        var broken = Path.Combine(folder.Path, "broken.png");
        File.WriteAllText(broken, "no picture");
        using var metric = new ModelMetric("it", GoldenModels.Build("dino_cls"));

        Should.Throw<InvalidDataException>(() => metric.Prepare([Pictures[0], broken], null, Cancel)).Message.ShouldContain($"{broken} is no picture");
        Should.Throw<InvalidDataException>(() => metric.Prepare([Pictures[0], broken + "x"], null, Cancel)).Message.ShouldContain("There is no picture");
    }

    private sealed class Told(Action<double> tell) : IProgress<double>
    {
        public void Report(double value) => tell(value);
    }
}
