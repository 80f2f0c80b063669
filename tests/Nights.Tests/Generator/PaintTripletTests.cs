using System.Security.Cryptography;
using MassTransit;
using MassTransit.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Nights.Contracts;
using Nights.Diffusion.Manifests;
using Nights.Domain.Storage;
using Nights.Generator;
using Nights.Hosting.Objects;
using Nights.Imaging;

namespace Nights.Tests.Generator;

public sealed class PaintTripletTests : IAsyncLifetime
{
    private readonly MemoryObjects objects = new();
    private readonly string cache = Directory.CreateTempSubdirectory("nights-generator-").FullName;
    private IHost host = null!;
    private ITestHarness harness = null!;

    public async ValueTask InitializeAsync()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration["Generator:Cache"] = cache;
        builder.Configuration["Generator:Threads"] = "2";
        builder.Configuration["Generator:Name"] = "easel-1";
        builder.Services.AddSingleton<IObjects>(objects);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddLogging();
        builder.AddGenerator();
        builder.Services.AddMassTransitTestHarness(bus =>
        {
            bus.SetTestTimeouts(TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(1));
            bus.AddGeneratorConsumers();
        });
        host = builder.Build();
        await host.StartAsync(TestContext.Current.CancellationToken);
        harness = host.Services.GetRequiredService<ITestHarness>();
    }

    [Fact]
    public async Task An_order_becomes_three_stored_pictures_and_an_announcement()
    {
        var order = Order();
        var painted = await Painted(order);

        painted.CampaignId.ShouldBe(order.CampaignId);
        painted.Generator.ShouldBe("easel-1");
        painted.Pictures.Count.ShouldBe(3);
        painted.Pictures.Select(picture => picture.Sha256).Distinct().Count().ShouldBe(3);
        foreach (var (picture, seed) in painted.Pictures.Zip(order.Seeds))
        {
            var png = objects.Stored[ObjectKeys.Picture(picture.Sha256)];
            Convert.ToHexStringLower(SHA256.HashData(png)).ShouldBe(picture.Sha256);
            png.Length.ShouldBe((int)picture.Bytes);
            picture.DisplaySha256.ShouldBe(picture.Sha256, "small pictures are shown as they are");
            PixelImage.Decode(png).Width.ShouldBe(64);
            var manifest = ImageManifest.FromJson(objects.Stored[ObjectKeys.Manifest(picture.ManifestSha256)]);
            (manifest.Seed, manifest.Prompt, manifest.PictureSha256).ShouldBe((seed, order.Prompt, picture.Sha256));
        }
    }

    [Fact]
    public async Task A_redelivered_order_only_repeats_the_announcement()
    {
        var order = Order();
        var first = await Painted(order);
        var puts = objects.Puts;

        await harness.Bus.Publish(order, TestContext.Current.CancellationToken);

        (await Announced<TripletPainted>(2))
            .ShouldAllBe(message => Hashes(message).SequenceEqual(Hashes(first)) && message.PaintedAt == first.PaintedAt);
        objects.Puts.ShouldBe(puts);
    }

    [Fact]
    public async Task An_order_that_can_never_work_fails_alone_and_says_why()
    {
        PaintTriplet[] poisoned =
        [
            Order() with { Width = 100 }, Order() with { Model = "dreamshaper" }, Order() with { Prompt = "" }, Order() with { Seeds = [1, 2] }, Order() with { Seeds = [1, 2, -3] },
            Order() with { Steps = 0 }, Order() with { Scheduler = "heun" },
        ];
        PaintTriplet[] good = [.. Enumerable.Range(0, 9).Select(_ => Order())];

        await harness.Bus.PublishBatch(poisoned.Zip(good).SelectMany(pair => new[] { pair.First, pair.Second }).Concat(good[7..]), TestContext.Current.CancellationToken);

        var failures = await Announced<PaintingFailed>(poisoned.Length);
        var reasons = failures.ToDictionary(failure => failure.PaintingId, failure => failure.Reason);
        reasons[poisoned[0].PaintingId].ShouldContain("width of 100");
        reasons[poisoned[1].PaintingId].ShouldContain("'dreamshaper'");
        reasons[poisoned[3].PaintingId].ShouldContain("2 seeds");
        reasons.Count.ShouldBe(poisoned.Length);
        var painted = await Announced<TripletPainted>(good.Length);
        painted.Select(message => message.PaintingId).Order().ShouldBe(good.Select(order => order.PaintingId).Order());
    }

    [Fact]
    public async Task An_order_painted_in_a_crowd_is_the_same_as_alone()
    {
        var alone = await Painted(Order() with { Seeds = [7, 8, 9] });
        var orders = Enumerable.Range(0, 20).Select(i => Order() with { Seeds = [7, 8, 9], Prompt = i % 2 == 0 ? Order().Prompt : $"a {i} star" }).ToArray();

        await harness.Bus.PublishBatch(orders, TestContext.Current.CancellationToken);

        var painted = await Announced<TripletPainted>(21);
        foreach (var order in orders.Where(order => order.Prompt == Order().Prompt))
            Hashes(painted.Single(message => message.PaintingId == order.PaintingId)).ShouldBe(Hashes(alone));
    }

    [Fact]
    public async Task A_fault_of_the_store_is_retried()
    {
        objects.FailuresToCome = 1;

        (await Painted(Order())).Pictures.Count.ShouldBe(3);
    }

    [Fact]
    public async Task A_large_picture_has_a_display_copy_of_512_pixels()
    {
        var painted = await Painted(Order() with { Width = 768, Height = 384, Steps = 1 });

        var (full, display) = (Stored(painted.Pictures[0].Sha256), Stored(painted.Pictures[0].DisplaySha256));
        (full.Width, full.Height).ShouldBe((768, 384));
        (display.Width, display.Height).ShouldBe((512, 256));

        PixelImage Stored(string sha256) => PixelImage.Decode(objects.Stored[ObjectKeys.Picture(sha256)]);
    }

    [Fact]
    public async Task A_service_without_its_model_does_not_start()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration["Generator:Model"] = Path.Combine(cache, "nowhere");
        builder.Services.AddSingleton<IObjects>(objects);
        builder.AddGenerator();
        using var broken = builder.Build();

        (await Should.ThrowAsync<Nights.Diffusion.Models.ModelFolderException>(broken.StartAsync(TestContext.Current.CancellationToken))).Message.ShouldContain("nowhere");
    }

    public async ValueTask DisposeAsync()
    {
        await host.StopAsync(CancellationToken.None);
        await ((IAsyncDisposable)host).DisposeAsync();
        Directory.Delete(cache, recursive: true);
    }

    private static IEnumerable<(string, string, string)> Hashes(TripletPainted painted) =>
        painted.Pictures.Select(picture => (picture.Sha256, picture.DisplaySha256, picture.ManifestSha256));

    private async Task<IReadOnlyList<T>> Announced<T>(int count) where T : class
    {
        var cancel = TestContext.Current.CancellationToken;
        return await AsyncEnumerable.Take(harness.Published.SelectAsync<T>(cancel), count).Select(message => message.Context.Message).ToListAsync(cancel);
    }

    private async Task<TripletPainted> Painted(PaintTriplet order)
    {
        await harness.Bus.Publish(order, TestContext.Current.CancellationToken);
        return (await harness.Published.SelectAsync<TripletPainted>(message => message.Context.Message.PaintingId == order.PaintingId, TestContext.Current.CancellationToken)
            .FirstAsync(TestContext.Current.CancellationToken)).Context.Message;
    }

    private static PaintTriplet Order() => new()
    {
        PaintingId = Guid.CreateVersion7(),
        CampaignId = Guid.CreateVersion7(),
        Model = "procedural",
        Prompt = "An image of a otter",
        Seeds = [1, 2, 3],
        Width = 64,
        Height = 64,
        Steps = 2,
        Guidance = 1,
    };
}
