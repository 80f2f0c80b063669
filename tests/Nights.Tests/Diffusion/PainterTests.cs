using Nights.Diffusion.Models;
using Nights.Diffusion.Pipelines;
using Nights.Imaging.Measures;
using Nights.Onnx;

namespace Nights.Tests.Diffusion;

public sealed class PainterTests : IDisposable
{
    private static readonly PaintSettings Small = new() { Width = 128, Height = 96, Steps = 4, Guidance = 1 };
    private readonly TestModel folder = new();
    private readonly ModelFolder model;

    public PainterTests() => model = folder.Open();

    [Theory]
    [InlineData(1.0)]
    [InlineData(5.0)]
    public void A_pictures_bytes_do_not_depend_on_its_batch(double guidance)
    {
        var settings = Small with { Guidance = guidance };
        PictureOrder[] orders = [.. Enumerable.Range(0, 9).Select(i => Order($"An image of a {(i % 2 == 0 ? "dog" : "teapot")}", i * 31))];
        var alone = orders.Select(order => Paint(settings, order)[0]).ToArray();

        foreach (var size in new[] { 2, 3, 5, 9 })
        {
            var together = orders.Chunk(size).SelectMany(batch => Paint(settings, batch)).ToArray();
            for (var i = 0; i < orders.Length; i++)
                together[i].SequenceEqual(alone[i]).ShouldBeTrue($"picture {i} in batches of {size} at guidance {guidance}");
        }
    }

    [Fact]
    public async Task Threads_share_a_model_and_change_nothing()
    {
        var expected = Paint(Small, Order("a red star", 5))[0];

        var painted = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => Paint(Small, Order("a red star", 5))[0])));

        painted.ShouldAllBe(png => png.SequenceEqual(expected));
    }

    [Fact]
    public void Prompt_seed_guidance_and_negative_prompt_all_change_the_picture()
    {
        var guided = Small with { Guidance = 3 };
        byte[][] pictures =
        [
            Paint(guided, Order("a dog", 1))[0], Paint(guided, Order("a cat", 1))[0], Paint(guided, Order("a dog", 2))[0], Paint(Small, Order("a dog", 1))[0],
            Paint(guided, Order("a dog", 1) with { NegativePrompt = "night" })[0],
        ];

        pictures.Select(Convert.ToHexString).Distinct().Count().ShouldBe(pictures.Length);
    }

    /// <summary>The demo model is the exact posterior of its prior: every correct solver must arrive at one picture.</summary>
    [Theory]
    [InlineData("euler")]
    [InlineData("pndm")]
    public void Every_scheduler_leads_to_the_same_picture(string scheduler)
    {
        var painter = new Painter(model);
        var settings = Small with { Steps = 30 };
        var order = Order("a yellow triangle", 3);
        var ddim = painter.Paint([order], settings, null, TestContext.Current.CancellationToken)[0].Image;
        var other = painter.Paint([order], settings with { Scheduler = scheduler }, null, TestContext.Current.CancellationToken)[0].Image;

        PeakSignalToNoise.Of(ddim, other).ShouldBeGreaterThan(30);
    }

    [Fact]
    public void Progress_counts_model_calls()
    {
        var seen = new List<int>();
        var painter = new Painter(model);
        painter.Paint([Order("a dog", 1)], Small with { Scheduler = "pndm" }, new Recorded(seen), TestContext.Current.CancellationToken);

        seen.ShouldBe([1, 2, 3, 4, 5]);
        painter.Calls(Small with { Scheduler = "pndm" }).ShouldBe(5);
    }

    [Fact]
    public void Cancelling_stops_between_steps()
    {
        using var cancel = new CancellationTokenSource();
        var seen = new List<int>();

        Should.Throw<OperationCanceledException>(() =>
            new Painter(model).Paint([Order("a dog", 1)], Small, new Recorded(seen, step => { if (step == 2) cancel.Cancel(); }), cancel.Token));

        seen.ShouldBe([1, 2]);
    }

    [Theory]
    [InlineData(100, 96, 4, 1, 1, "a dog", "width of 100")]
    [InlineData(128, 8192, 4, 1, 1, "a dog", "height of 8192")]
    [InlineData(128, 96, 0, 1, 1, "a dog", "0 steps")]
    [InlineData(128, 96, 4, double.NaN, 1, "a dog", "guidance of NaN")]
    [InlineData(128, 96, 4, 1, -1, "a dog", "seed -1")]
    [InlineData(128, 96, 4, 1, 1L << 32, "a dog", "seed 4294967296")]
    [InlineData(128, 96, 4, 1, 1, "  ", "prompt is empty")]
    public void Orders_no_model_can_paint_are_refused_by_name(int width, int height, int steps, double guidance, long seed, string prompt, string named) =>
        Should.Throw<OrderRefusedException>(() => new Painter(model).Paint(
                [Order(prompt, seed)], new PaintSettings { Width = width, Height = height, Steps = steps, Guidance = guidance }, null, TestContext.Current.CancellationToken))
            .Message.ShouldContain(named);

    [Fact]
    public void A_prompt_with_half_a_character_is_refused() => Should.Throw<OrderRefusedException>(() => Paint(Small, Order("a \ud800 dog", 1))).Message.ShouldContain("no valid Unicode");

    [Fact]
    public void An_unknown_scheduler_is_refused() => Should.Throw<OrderRefusedException>(() => Paint(Small with { Scheduler = "heun" }, Order("a dog", 1))).Message.ShouldContain("heun");

    [Fact]
    public void A_picture_that_is_none_is_a_fault_of_its_own_and_spares_its_neighbours()
    {
        Fault(new Dialect { Denoiser = value => (value * 0f - 1f).Sqrt() }).ShouldBe(PictureFault.LatentsNotFinite);
        Fault(new Dialect { Decoder = value => (value * 0f - 1f).Sqrt() }).ShouldBe(PictureFault.PixelsNotFinite);
        Fault(new Dialect { Decoder = value => value * 0f - 1f }).ShouldBe(PictureFault.Black);
        Fault(new Dialect { Decoder = value => value * 0f }).ShouldBe(PictureFault.Flat);
        Fault(new Dialect()).ShouldBeNull();
    }

    [Fact]
    public void Every_exporters_dialect_gives_the_same_picture()
    {
        var expected = OfDialect(new Dialect());

        OfDialect(new Dialect { Ids = ElementType.Int32, Timestep = ElementType.Int64, TimestepShape = ["steps"] }).SequenceEqual(expected).ShouldBeTrue();
        OfDialect(new Dialect { Ids = ElementType.Int32, Timestep = ElementType.Float32, TimestepShape = ["batch"] }).SequenceEqual(expected).ShouldBeTrue();
        OfDialect(new Dialect { Timestep = ElementType.Int64, TimestepShape = [1] }).SequenceEqual(expected).ShouldBeTrue();
        var half = OfDialect(new Dialect { Float = ElementType.Float16, Timestep = ElementType.Float16 });
        half.Zip(expected).Max(pair => Math.Abs(pair.First - pair.Second)).ShouldBeLessThan(4);
    }

    public void Dispose()
    {
        model.Dispose();
        folder.Dispose();
    }

    private static PictureOrder Order(string prompt, long seed) => new() { Prompt = prompt, Seed = seed };

    private byte[][] Paint(PaintSettings settings, params PictureOrder[] orders) =>
        [.. new Painter(model).Paint(orders, settings, null, TestContext.Current.CancellationToken).Select(picture => picture.Image.EncodePng())];

    private static PictureFault? Fault(Dialect dialect)
    {
        using var folder = new TestModel(dialect);
        using var broken = folder.Open();
        var painted = new Painter(broken).Paint([Order("a dog", 1)], Small, null, TestContext.Current.CancellationToken)[0];
        if (painted.Fault is { } fault)
            Should.Throw<PictureFaultException>(() => painted.Image).Fault.ShouldBe(fault);
        return painted.Fault;
    }

    private static byte[] OfDialect(Dialect dialect)
    {
        using var folder = new TestModel(dialect);
        using var small = folder.Open();
        return new Painter(small).Paint([Order("a dog", 1), Order("a cat", 2)], Small with { Guidance = 2 }, null, TestContext.Current.CancellationToken)[1].Image.Bytes.ToArray();
    }

    private sealed class Recorded(List<int> seen, Action<int>? then = null) : IProgress<int>
    {
        public void Report(int value)
        {
            seen.Add(value);
            then?.Invoke(value);
        }
    }
}
