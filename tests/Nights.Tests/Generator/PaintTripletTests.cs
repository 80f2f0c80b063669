using System.Security.Cryptography;
using MassTransit;
using Nights.Contracts;
using Nights.Diffusion.Manifests;
using Nights.Domain.Storage;
using Nights.Imaging;

namespace Nights.Tests.Generator;

public sealed class PaintTripletTests : IAsyncLifetime
{
    private readonly MemoryObjects objects = new();
    private GeneratorHost generator = null!;

    public async ValueTask InitializeAsync() => generator = await GeneratorHost.Start(objects, ("Threads", "2"));

    [Fact]
    public async Task An_order_becomes_three_stored_pictures_and_an_announcement()
    {
        var order = A.Order();
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
        var order = A.Order();
        var first = await Painted(order);
        var puts = objects.Puts;

        await generator.Bus.Publish(order, TestContext.Current.CancellationToken);

        (await generator.Announced<TripletPainted>(2))
            .ShouldAllBe(message => Hashes(message).SequenceEqual(Hashes(first)) && message.PaintedAt == first.PaintedAt);
        objects.Puts.ShouldBe(puts);
    }

    [Fact]
    public async Task An_order_that_can_never_work_fails_alone_and_says_why()
    {
        PaintTriplet[] poisoned =
        [
            A.Order() with { Width = 100 }, A.Order() with { Model = "dreamshaper" }, A.Order() with { Prompt = "" }, A.Order() with { Seeds = [1, 2] }, A.Order() with { Seeds = [1, 2, -3] },
            A.Order() with { Steps = 0 }, A.Order() with { Scheduler = "heun" },
        ];
        PaintTriplet[] good = [.. Enumerable.Range(0, 9).Select(_ => A.Order())];

        await generator.Bus.PublishBatch(poisoned.Zip(good).SelectMany(pair => new[] { pair.First, pair.Second }).Concat(good[7..]), TestContext.Current.CancellationToken);

        var failures = await generator.Announced<PaintingFailed>(poisoned.Length);
        var reasons = failures.ToDictionary(failure => failure.PaintingId, failure => failure.Reason);
        reasons[poisoned[0].PaintingId].ShouldContain("width of 100");
        reasons[poisoned[1].PaintingId].ShouldContain("'dreamshaper'");
        reasons[poisoned[3].PaintingId].ShouldContain("2 seeds");
        reasons.Count.ShouldBe(poisoned.Length);
        var painted = await generator.Announced<TripletPainted>(good.Length);
        painted.Select(message => message.PaintingId).Order().ShouldBe(good.Select(order => order.PaintingId).Order());
    }

    [Fact]
    public async Task An_order_painted_in_a_crowd_is_the_same_as_alone()
    {
        var alone = await Painted(A.Order() with { Seeds = [7, 8, 9] });
        var orders = Enumerable.Range(0, 20).Select(i => A.Order() with { Seeds = [7, 8, 9], Prompt = i % 2 == 0 ? A.Order().Prompt : $"a {i} star" }).ToArray();

        await generator.Bus.PublishBatch(orders, TestContext.Current.CancellationToken);

        var painted = await generator.Announced<TripletPainted>(21);
        foreach (var order in orders.Where(order => order.Prompt == A.Order().Prompt))
            Hashes(painted.Single(message => message.PaintingId == order.PaintingId)).ShouldBe(Hashes(alone));
    }

    [Fact]
    public async Task A_fault_of_the_store_is_retried()
    {
        objects.FailuresToCome = 1;

        (await Painted(A.Order())).Pictures.Count.ShouldBe(3);
    }

    [Fact]
    public async Task A_large_picture_has_a_display_copy_of_512_pixels()
    {
        var painted = await Painted(A.Order() with { Width = 768, Height = 384, Steps = 1 });

        var (full, display) = (Stored(painted.Pictures[0].Sha256), Stored(painted.Pictures[0].DisplaySha256));
        (full.Width, full.Height).ShouldBe((768, 384));
        (display.Width, display.Height).ShouldBe((512, 256));

        PixelImage Stored(string sha256) => PixelImage.Decode(objects.Stored[ObjectKeys.Picture(sha256)]);
    }

    [Fact]
    public async Task A_service_without_its_model_does_not_start() =>
        (await Should.ThrowAsync<Nights.Diffusion.Models.ModelFolderException>(() => GeneratorHost.Start(objects, ("Model", "/nowhere")))).Message.ShouldContain("/nowhere");

    public ValueTask DisposeAsync() => generator.DisposeAsync();

    private static IEnumerable<(string, string, string)> Hashes(TripletPainted painted) =>
        painted.Pictures.Select(picture => (picture.Sha256, picture.DisplaySha256, picture.ManifestSha256));

    private async Task<TripletPainted> Painted(PaintTriplet order)
    {
        await generator.Bus.Publish(order, TestContext.Current.CancellationToken);
        return await generator.First<TripletPainted>(message => message.PaintingId == order.PaintingId);
    }
}
