using System.Security.Cryptography;
using System.Text.Json;
using Nights.Contracts;
using Nights.Diffusion.Manifests;
using Nights.Diffusion.Models;
using Nights.Domain.Storage;
using Nights.Hosting.Objects;

namespace Nights.FaultTests.Generation;

/// <summary>What must be true of the bucket and of the announcements once every order is painted, whatever happened on the way.</summary>
internal static class StoredPaintings
{
    /// <summary>
    /// One record a painting; every announcement of it says what the record says; every object has the hash of its key, be it of a painting or left by a process
    /// that was killed; every manifest names its picture.
    /// </summary>
    public static async Task ShouldBe(this PaintingGround ground, IReadOnlyList<PaintTriplet> orders, CancellationToken cancel)
    {
        ground.Heard.Failed.ShouldBeEmpty();
        (await ground.Queue.Parked(cancel)).ShouldBe(0u, ground.Output);
        (await ground.Objects.List("paintings/", cancel).ToListAsync(cancel))
            .ShouldBe(orders.Select(order => ObjectKeys.Painting(order.PaintingId)), ignoreOrder: true);
        await foreach (var key in ground.Objects.List("cas/", cancel))
            Convert.ToHexStringLower(SHA256.HashData(await ground.Objects.Get(key, cancel))).ShouldBe(Path.GetFileNameWithoutExtension(key));
        foreach (var announcements in ground.Heard.Painted.GroupBy(message => message.PaintingId))
        {
            var record = await ground.Objects.Get(ObjectKeys.Painting(announcements.Key), cancel);
            foreach (var message in announcements) JsonSerializer.SerializeToUtf8Bytes(message, JsonSerializerOptions.Web).ShouldBe(record);
        }
        foreach (var order in orders)
            await Pictures(ground.Objects, order, ground.Heard.Painted.First(message => message.PaintingId == order.PaintingId), cancel);
    }

    /// <summary>Paints the pictures of some paintings again, from nothing but their manifests.</summary>
    public static async Task ShouldRepaint(this PaintingGround ground, IEnumerable<TripletPainted> paintings, CancellationToken cancel)
    {
        using var model = ModelFolder.Open(ground.Model, new RuntimeOptions { Threads = 1 });
        foreach (var picture in paintings.SelectMany(painting => painting.Pictures))
        {
            var manifest = ImageManifest.FromJson(await ground.Objects.Get(ObjectKeys.Manifest(picture.ManifestSha256), cancel));
            Repaint.Paint(manifest, model, null, cancel).Png.ShouldBe(await ground.Objects.Get(ObjectKeys.Picture(picture.Sha256), cancel));
        }
    }

    private static async Task Pictures(IObjects objects, PaintTriplet order, TripletPainted painted, CancellationToken cancel)
    {
        painted.Pictures.Count.ShouldBe(3);
        foreach (var (picture, seed) in painted.Pictures.Zip(order.Seeds))
        {
            (await objects.Get(ObjectKeys.Picture(picture.Sha256), cancel)).LongLength.ShouldBe(picture.Bytes);
            (await objects.Exists(ObjectKeys.Picture(picture.DisplaySha256), cancel)).ShouldBeTrue();
            var manifest = ImageManifest.FromJson(await objects.Get(ObjectKeys.Manifest(picture.ManifestSha256), cancel));
            (manifest.PictureSha256, manifest.Prompt).ShouldBe((picture.Sha256, order.Prompt));
            if (painted.Screened.Count == 0) manifest.Seed.ShouldBe(seed);
        }
    }
}
