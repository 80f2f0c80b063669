using Nights.Diffusion.Models;
using Nights.Diffusion.Pipelines;
using Nights.Diffusion.Procedural;
using Nights.Domain.Storage;
using Nights.Imaging;
using Nights.Imaging.Measures;

namespace Nights.Tests.Diffusion;

public sealed class ProceduralModelTests : IDisposable
{
    private static readonly string[] Lists = ["cifar10", "cifar100", "flowers102", "food101", "imagenet1k", "sun397"];
    private static readonly PaintSettings Small = new() { Width = 128, Height = 128, Steps = 4, Guidance = 1 };
    private readonly TestModel folder = new();
    private readonly ModelFolder model;

    public ProceduralModelTests() => model = folder.Open();

    [Fact]
    public void It_is_written_with_the_same_bytes_every_time()
    {
        using var again = new TestModel();

        foreach (var file in Directory.GetFiles(folder.Directory, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(folder.Directory, file)))
            File.ReadAllBytes(again[file]).SequenceEqual(File.ReadAllBytes(folder[file])).ShouldBeTrue(file);
    }

    [Fact]
    public async Task Two_processes_may_write_it_at_once()
    {
        var cache = Directory.CreateTempSubdirectory("nights-cache-").FullName;

        var written = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => ProceduralModel.EnsureWritten(cache))));

        written.Distinct().Count().ShouldBe(1);
        Directory.GetDirectories(cache).ShouldBe([written[0]]);
        Directory.Delete(cache, recursive: true);
    }

    /// <summary>The sum over the tokens is all the denoiser sees of a prompt.</summary>
    [Fact]
    public void Every_category_of_the_six_lists_has_an_identity_of_its_own()
    {
        var categories = Lists.SelectMany(Categories).Distinct(StringComparer.OrdinalIgnoreCase).ToArray();

        var alike = categories.GroupBy(category => string.Join(' ', Summed($"An image of a {category}"))).Where(group => group.Count() > 1);

        categories.Length.ShouldBeGreaterThan(1500);
        alike.Select(group => string.Join(" = ", group)).ShouldBeEmpty();
    }

    [Fact]
    public void Things_look_different_at_the_same_seed()
    {
        string[] nouns = [.. Lists.SelectMany(list => Categories(list).Take(7))];
        var pictures = Paint(nouns.Select(noun => ($"An image of a {noun}", 5L)));

        for (var i = 0; i < pictures.Length; i++)
            for (var j = 0; j < i; j++)
                PeakSignalToNoise.Of(pictures[i], pictures[j]).ShouldBeLessThan(32, $"{nouns[i]} and {nouns[j]}");
    }

    [Fact]
    public void Seeds_move_the_thing_and_change_its_colours()
    {
        var pictures = Paint(Enumerable.Range(0, 12).Select(seed => ("An image of a red star", (long)seed)));

        for (var i = 0; i < pictures.Length; i++)
            for (var j = 0; j < i; j++)
                PeakSignalToNoise.Of(pictures[i], pictures[j]).ShouldBeLessThan(32, $"seeds {i} and {j}");
    }

    [Theory]
    [InlineData("red", 0)]
    [InlineData("green", 1)]
    [InlineData("blue", 2)]
    public void Colour_words_colour_the_thing(string colour, int channel)
    {
        foreach (var picture in Paint(Enumerable.Range(0, 6).Select(seed => ($"a large {colour} circle on snowy ground", (long)seed))))
        {
            var strongest = Enumerable.Range(0, picture.Width * picture.Height)
                .Max(pixel => picture.Bytes[3 * pixel + channel] - Math.Max(picture.Bytes[3 * pixel + (channel + 1) % 3], picture.Bytes[3 * pixel + (channel + 2) % 3]));
            strongest.ShouldBeGreaterThan(25);
        }
    }

    [Fact]
    public void Place_words_move_the_thing()
    {
        var left = Paint(Enumerable.Range(0, 8).Select(seed => ("a black circle left snowy", (long)seed))).Average(DarkColumn);
        var right = Paint(Enumerable.Range(0, 8).Select(seed => ("a black circle right snowy", (long)seed))).Average(DarkColumn);

        (right - left).ShouldBeGreaterThan(30);
    }

    public void Dispose()
    {
        model.Dispose();
        folder.Dispose();
    }

    private PixelImage[] Paint(IEnumerable<(string Prompt, long Seed)> orders) =>
        [.. new Painter(model).Paint([.. orders.Select(order => new PictureOrder { Prompt = order.Prompt, Seed = order.Seed })], Small, null, TestContext.Current.CancellationToken)
            .Select(picture => picture.Image)];

    private float[] Summed(string prompt)
    {
        var encoded = model.Prompts.Encode(prompt, TestContext.Current.CancellationToken).Hidden;
        return [.. Enumerable.Range(0, model.Prompts.Width).Select(i => Enumerable.Range(0, model.Prompts.Tokens).Sum(token => encoded[token * model.Prompts.Width + i]))];
    }

    private static double DarkColumn(PixelImage picture) => Enumerable.Range(0, picture.Width * picture.Height)
        .Where(pixel => picture.Bytes[3 * pixel] < 90).DefaultIfEmpty(picture.Width / 2).Average(pixel => pixel % picture.Width);

    private static IEnumerable<string> Categories(string list)
    {
        using var stream = typeof(ObjectKeys).Assembly.GetManifestResourceStream($"categories/{list}").ShouldNotBeNull();
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }
}
