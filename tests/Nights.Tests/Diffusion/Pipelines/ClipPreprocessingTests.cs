using Nights.Diffusion.Models;
using Nights.Imaging;

namespace Nights.Tests.Diffusion.Pipelines;

/// <summary>What the safety checker sees, beside the same reckoned here in double precision.</summary>
public sealed class ClipPreprocessingTests : IDisposable
{
    private static readonly double[] Mean = [0.48145466, 0.4578275, 0.40821073];
    private static readonly double[] Deviation = [0.26862954, 0.26130258, 0.27577711];
    private readonly string directory = Directory.CreateTempSubdirectory("nights-clip-").FullName;

    [Fact]
    public void White_is_1_less_the_mean_over_the_deviation_of_CLIP()
    {
        var white = new PixelImage(512, 512);
        white.Bytes.Fill(255);

        var seen = Look(Of("{}"), white);

        seen.Length.ShouldBe(3 * 224 * 224);
        for (var channel = 0; channel < 3; channel++)
            foreach (var value in seen[(channel * 224 * 224)..((channel + 1) * 224 * 224)])
                ((double)value).ShouldBe((1 - Mean[channel]) / Deviation[channel], 1e-6);
        // By hand: (1 - 0.48145466) / 0.26862954.
        ((double)seen[0]).ShouldBe(1.93033624, 1e-6);
    }

    [Theory]
    [InlineData(448, 224, 112, 0)]
    [InlineData(225, 224, 0, 0)]
    [InlineData(224, 300, 0, 38)]
    public void Where_the_shortest_edge_is_right_the_middle_is_cut_out_as_it_is(int width, int height, int left, int top)
    {
        var photo = Photo(width, height);

        var seen = Look(Of("{}"), photo);

        for (var i = 0; i < seen.Length; i++)
        {
            var (channel, y, x) = (i / (224 * 224), i / 224 % 224, i % 224);
            ((double)seen[i]).ShouldBe((photo.Row(top + y)[3 * (left + x) + channel] / 255.0 - Mean[channel]) / Deviation[channel], 1e-5);
        }
    }

    /// <summary>By the antialiased cubic, a = -0.5. Both passes round to bytes, and the second weighs what the first rounded: some 1.2 steps of 255 at most.</summary>
    [Theory]
    [InlineData(300, 200, 336, 224)]
    [InlineData(128, 96, 298, 224)]  // 298.67, cut off
    [InlineData(500, 700, 224, 313)]
    public void The_shortest_edge_is_resized_bicubically(int width, int height, int resizedWidth, int resizedHeight)
    {
        var photo = Photo(width, height);
        var resized = Resized(photo, resizedWidth, resizedHeight);
        var (left, top) = ((resizedWidth - 224) / 2, (resizedHeight - 224) / 2);

        var seen = Look(Of("{}"), photo);

        for (var i = 0; i < seen.Length; i += 7)
        {
            var (channel, y, x) = (i / (224 * 224), i / 224 % 224, i % 224);
            ((double)seen[i]).ShouldBe((resized[top + y, left + x, channel] / 255 - Mean[channel]) / Deviation[channel], 1.25 / 255 / Deviation[channel]);
        }
    }

    [Theory]
    [InlineData("""{ "size": 224, "crop_size": 224, "resample": 3, "do_resize": true, "do_center_crop": true }""", 224, 224)]
    [InlineData("""{ "size": { "shortest_edge": 224 }, "crop_size": { "height": 224, "width": 224 } }""", 224, 224)]
    [InlineData("""{ "size": { "shortest_edge": 64 }, "crop_size": 48 }""", 64, 48)]
    [InlineData("""{ "size": null, "crop_size": null }""", 224, 224)]
    public void The_folders_sizes_are_honoured(string json, int shortest, int edge)
    {
        var photo = Photo(2 * shortest, 2 * shortest);
        var resized = Resized(photo, shortest, shortest);
        var first = (shortest - edge) / 2;

        var seen = Look(Of(json), photo);

        seen.Length.ShouldBe(3 * edge * edge);
        ((double)seen[0]).ShouldBe((resized[first, first, 0] / 255 - Mean[0]) / Deviation[0], 1.25 / 255 / Deviation[0]);
    }

    [Fact]
    public void The_folders_mean_and_deviation_are_honoured()
    {
        var grey = new PixelImage(224, 224);
        grey.Bytes.Fill(51);

        var seen = Look(Of("""{ "image_mean": [0.1, 0, 0.2], "image_std": [0.5, 1, 2] }"""), grey);

        new[] { seen[0], seen[224 * 224], seen[2 * 224 * 224] }.ShouldBe([0.2f, 0.2f, 0f], 1e-6);
    }

    [Theory]
    [InlineData("""{ "size": "big" }""", 0, "size", "\"big\"")]
    [InlineData("""{ "size": { "longest_edge": 224 } }""", 0, "size", "longest_edge")]
    [InlineData("""{ "size": 0 }""", 0, "size", "1 to")]
    [InlineData("""{ "crop_size": { "height": 224, "width": 200 } }""", 0, "crop_size", "one edge")]
    [InlineData("""{ "crop_size": 256, "size": 224 }""", 0, "too few", "256")]
    [InlineData("""{ "crop_size": 336 }""", 224, "336", "agree")]
    [InlineData("""{ "resample": 2 }""", 0, "resample 2", "bicubic")]
    [InlineData("""{ "do_normalize": false }""", 0, "do_normalize", "true")]
    [InlineData("""{ "do_resize": "no" }""", 0, "do_resize", "true or false")]
    [InlineData("""{ "image_mean": [0.5] }""", 0, "image_mean", "3 numbers")]
    [InlineData("""{ "image_std": [0.5, "a", 1] }""", 0, "image_std", "3 numbers")]
    public void What_would_show_the_checker_another_picture_is_refused_by_name(string json, int declared, params string[] words)
    {
        var message = Should.Throw<ModelFolderException>(() => Of(json, declared)).Message;

        foreach (var word in words.Append("preprocessor_config.json"))
            message.ShouldContain(word);
    }

    public void Dispose() => Directory.Delete(directory, recursive: true);

    private ClipPreprocessing Of(string json, int declared = 0)
    {
        var file = Path.Combine(directory, "preprocessor_config.json");
        File.WriteAllText(file, json);
        return new ClipPreprocessing(ModelJson.Read(file), declared);
    }

    private static float[] Look(ClipPreprocessing preprocessing, PixelImage picture)
    {
        var seen = new float[3 * preprocessing.Edge * preprocessing.Edge];
        preprocessing.Look(picture, seen);
        return seen;
    }

    private static PixelImage Photo(int width, int height)
    {
        var photo = new PixelImage(width, height);
        for (var y = 0; y < height; y++)
            for (var x = 0; x < width; x++)
                for (var channel = 0; channel < 3; channel++)
                    photo.Row(y)[3 * x + channel] = (byte)(128 + 60 * Math.Sin(x * 0.09 * (channel + 1)) + 60 * Math.Cos(y * 0.07 + channel));
        return photo;
    }

    private static double[,,] Resized(PixelImage image, int width, int height)
    {
        var wide = new double[image.Height, width, 3];
        var resized = new double[height, width, 3];
        for (var x = 0; x < width; x++)
            foreach (var (from, weight) in Weights(x, image.Width, width))
                for (var y = 0; y < image.Height; y++)
                    for (var channel = 0; channel < 3; channel++)
                        wide[y, x, channel] += weight * image.Row(y)[3 * from + channel];
        for (var y = 0; y < height; y++)
            foreach (var (from, weight) in Weights(y, image.Height, height))
                for (var x = 0; x < width; x++)
                    for (var channel = 0; channel < 3; channel++)
                        resized[y, x, channel] += weight * wide[from, x, channel];
        return resized;
    }

    private static List<(int From, double Weight)> Weights(int output, int from, int to)
    {
        var (scale, stretch) = ((double)from / to, Math.Max(1, (double)from / to));
        var weights = Enumerable.Range(0, from).Select(i => (From: i, Weight: Cubic(Math.Abs(i + 0.5 - (output + 0.5) * scale) / stretch))).Where(entry => entry.Weight != 0).ToList();
        var sum = weights.Sum(entry => entry.Weight);
        return [.. weights.Select(entry => (entry.From, entry.Weight / sum))];
    }

    private static double Cubic(double x) => x < 1 ? 1.5 * x * x * x - 2.5 * x * x + 1 : x < 2 ? -0.5 * x * x * x + 2.5 * x * x - 4 * x + 2 : 0;
}
