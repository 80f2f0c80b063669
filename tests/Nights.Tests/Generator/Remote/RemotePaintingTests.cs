using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Nights.Diffusion.Pipelines;
using Nights.Domain.Storage;
using Nights.Generator.Remote.Pictures;
using Nights.Imaging;
using SkiaSharp;

namespace Nights.Tests.Generator.Remote;

public sealed class RemotePaintingTests
{
    [Fact]
    public async Task An_order_becomes_three_pictures_with_manifests_and_their_price()
    {
        await using var service = await PaidService.Start();
        var order = A.Order();

        var painted = await service.Paint(order);

        painted.Pictures.Select(picture => picture.Picture.Sha256).Distinct().Count().ShouldBe(3);
        foreach (var (picture, place) in painted.Pictures.Select((picture, place) => (picture, place)))
        {
            var image = PixelImage.Decode(picture.Picture.Bytes);
            (image.Width, image.Height).ShouldBe((32, 32));
            Convert.ToHexStringLower(SHA256.HashData(picture.Picture.Bytes)).ShouldBe(picture.Picture.Sha256);
            service.Objects.Stored.ShouldContainKey(ObjectKeys.Picture(picture.Picture.Sha256));
            var manifest = RemoteManifest.FromJson(picture.Manifest.Bytes);
            (manifest.Kind, manifest.Repeatable, manifest.Seed).ShouldBe(("remote", false, null));
            (manifest.Model, manifest.RequestedSize, manifest.ReceivedSize, manifest.Picture).ShouldBe(("dall-e-3", "64x64", "64x64", place));
            (manifest.Prompt, manifest.RevisedPrompt, manifest.Created, manifest.RequestId).ShouldBe((order.Prompt, "Revised: " + order.Prompt, 1_700_000_000, "req_test"));
            (manifest.PriceMinor, manifest.PictureSha256).ShouldBe((PaidService.Price, picture.Picture.Sha256));
            Encoding.UTF8.GetString(picture.Manifest.Bytes).ShouldBe(Encoding.UTF8.GetString(manifest.ToJson()), "its bytes follow from its content");
        }
        painted.Screened.ShouldBeEmpty();
        (painted.CostMinor, service.Server.Charged).ShouldBe((3 * PaidService.Price, 3));
        service.Server.Complaints.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("1", 3)]
    [InlineData("2", 2)]
    [InlineData("10", 1)]
    public async Task Pictures_are_asked_for_as_many_at_once_as_the_service_knows(string perRequest, int requests)
    {
        await using var service = await PaidService.Start();

        var painted = await service.Paint(A.Order(), ("ImagesPerRequest", perRequest));

        painted.Pictures.Select(picture => picture.Picture.Sha256).Distinct().Count().ShouldBe(3);
        (service.Server.Asked.Count, service.Server.Charged, painted.CostMinor).ShouldBe((requests, 3, 3 * PaidService.Price));
        service.Server.Asked.Select(asked => asked.Headers["Idempotency-Key"]).Distinct().Count().ShouldBe(requests);
    }

    [Fact]
    public async Task Nothing_is_sent_that_is_not_set()
    {
        await using var service = await PaidService.Start(rules => rules with { RefusesResponseFormat = true });

        await service.Paint(A.Order(), ("ResponseFormat", "default"), ("ImagesPerRequest", "3"));
        await service.Paint(A.Order(), ("ResponseFormat", "default"), ("ImagesPerRequest", "3"), ("Quality", "hd"), ("Style", "natural"));

        service.Server.Complaints.ShouldBeEmpty();
        var bodies = service.Server.Asked.Select(asked => JsonNode.Parse(asked.Body)!.AsObject()).ToArray();
        bodies[0].Select(field => field.Key).ShouldBe(["model", "prompt", "n", "size"]);
        ((string?)bodies[1]["quality"], (string?)bodies[1]["style"]).ShouldBe(("hd", "natural"));
    }

    [Theory]
    [InlineData(SKEncodedImageFormat.Png)]
    [InlineData(SKEncodedImageFormat.Jpeg)]
    [InlineData(SKEncodedImageFormat.Webp)]
    public async Task Whatever_the_service_writes_becomes_our_png(SKEncodedImageFormat format)
    {
        await using var service = await PaidService.Start(rules => rules with { Paint = (number, _) => Encoded(number, format) });

        var painted = await service.Paint(A.Order() with { Width = 64, Height = 64 });

        foreach (var picture in painted.Pictures)
            PixelImage.Decode(picture.Picture.Bytes).EncodePng().ShouldBe(picture.Picture.Bytes);
    }

    [Fact]
    public async Task Pictures_at_addresses_are_fetched_without_a_key_for_strangers()
    {
        await using var elsewhere = await PaidService.Start();
        var pictures = await Addresses(elsewhere, 3);
        await using var service = await PaidService.Start(rules => rules with { AnswersByUrl = true });

        var painted = await service.Paint(A.Order(), ("ResponseFormat", "url"));

        painted.Pictures.Count.ShouldBe(3);
        service.Server.Fetched.ShouldAllBe(fetch => fetch.Headers["Authorization"] == $"Bearer {service.Server.Rules.ApiKey}", "the service's own origin may have the key");
        var fetch = new PictureFetch(
            new(Microsoft.Extensions.Options.Options.Create(Options(service))), Microsoft.Extensions.Options.Options.Create(Options(service)), service.Clock);
        var (file, problem) = await fetch.Get(pictures[0], TestContext.Current.CancellationToken);
        (file is not null, problem).ShouldBe((true, null));
        elsewhere.Server.Fetched.Last().Headers.Keys.ShouldNotContain("Authorization");
    }

    [Fact]
    public async Task The_smallest_size_that_covers_an_order_is_asked_for_and_cut_to_its_shape()
    {
        await using var service = await PaidService.Start();

        var painted = await service.Paint(A.Order() with { Width = 96, Height = 64 });

        service.Server.Asked.ShouldAllBe(asked => (string?)JsonNode.Parse(asked.Body)!["size"] == "128x64");
        var image = PixelImage.Decode(painted.Pictures[0].Picture.Bytes);
        (image.Width, image.Height).ShouldBe((96, 64));
        Enumerable.Range(0, 3).Any(IsTheMiddleOf).ShouldBeTrue("unscaled");

        bool IsTheMiddleOf(int number) => image.Row(0).SequenceEqual(A.Picture(number, "128x64").Row(0).Slice(16 * 3, 96 * 3));
    }

    [Fact]
    public async Task A_repeated_order_finds_its_painting_and_buys_nothing()
    {
        await using var service = await PaidService.Start();
        var order = A.Order();
        var first = await service.Paint(order);
        var asked = service.Server.Asked.Count;

        var second = await service.Paint(order);

        second.Pictures.Select(picture => picture.Manifest.Sha256).ShouldBe(first.Pictures.Select(picture => picture.Manifest.Sha256));
        (second.CostMinor, service.Server.Asked.Count).ShouldBe((first.CostMinor, asked));
    }

    [Fact]
    public async Task Another_attempt_buys_other_pictures()
    {
        await using var service = await PaidService.Start();
        var order = A.Order();
        var first = await service.Paint(order);

        var second = await service.Paint(order with { Attempt = 1 });

        second.Pictures.Select(picture => picture.Picture.Sha256).Intersect(first.Pictures.Select(picture => picture.Picture.Sha256)).ShouldBeEmpty();
        (second.CostMinor, service.Server.Charged).ShouldBe((3 * PaidService.Price, 6));
    }

    [Fact]
    public async Task A_price_of_fractions_is_rounded_up_once()
    {
        await using var service = await PaidService.Start();

        (await service.Paint(A.Order(), ("PricePerImageMinor", "0.4"))).CostMinor.ShouldBe(2);
        (await service.Paint(A.Order(), ("PricePerImageMinor", "0"))).CostMinor.ShouldBe(0);
    }

    [Theory]
    [InlineData("size", "64x64, 128x64")]
    [InlineData("variation", "noiseSlerp")]
    [InlineData("negative", "negative prompt")]
    [InlineData("scheduler", "DDIMScheduler")]
    [InlineData("rescale", "guidance rescale")]
    [InlineData("seeds", "2 seeds")]
    [InlineData("prompt", "prompt is empty")]
    public async Task What_the_service_cannot_do_is_refused_before_anything_is_sent(string what, string named)
    {
        await using var service = await PaidService.Start();
        var order = what switch
        {
            "size" => A.Order() with { Width = 129 },
            "variation" => A.Order() with { Variations = [[], [new() { Dimension = "layout", Operator = "noiseSlerp", Level = 0.5, Seed = 1 }], []] },
            "negative" => A.Order() with { NegativePrompt = "blur" },
            "scheduler" => A.Order() with { Scheduler = "DDIMScheduler" },
            "rescale" => A.Order() with { GuidanceRescale = 0.7 },
            "seeds" => A.Order() with { Seeds = [1, 2] },
            _ => A.Order() with { Prompt = " " },
        };

        (await Should.ThrowAsync<OrderRefusedException>(() => service.Paint(order))).Message.ShouldContain(named);
        service.Server.Asked.ShouldBeEmpty();
        service.Objects.Stored.ShouldBeEmpty();
    }

    internal static Nights.Generator.Remote.RemoteOptions Options(PaidService service) => new()
    {
        Name = "dalle",
        Endpoint = service.Server.Endpoint,
        ApiKey = service.Server.Rules.ApiKey,
        Model = service.Server.Rules.Model,
        PricePerImageMinor = PaidService.Price,
        LargestPictureBytes = 1 << 20,
    };

    /// <summary>Addresses of pictures that a service made and nobody has fetched.</summary>
    private static async Task<string[]> Addresses(PaidService service, int count)
    {
        using var http = new HttpClient();
        using var message = new HttpRequestMessage(HttpMethod.Post, service.Server.Endpoint + "/images/generations")
        {
            Content = new StringContent($$"""{"model":"dall-e-3","prompt":"a","size":"64x64","n":{{count}},"response_format":"url"}""", Encoding.UTF8, "application/json"),
        };
        message.Headers.Add("Authorization", $"Bearer {service.Server.Rules.ApiKey}");
        message.Headers.Add("Idempotency-Key", "k");
        using var reply = await http.SendAsync(message, TestContext.Current.CancellationToken);
        return [.. JsonNode.Parse(await reply.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!["data"]!.AsArray().Select(image => (string)image!["url"]!)];
    }

    private static byte[] Encoded(int number, SKEncodedImageFormat format)
    {
        using var bitmap = SKBitmap.Decode(A.Picture(number).EncodePng());
        using var file = bitmap.Encode(format, 90);
        return file.ToArray();
    }
}
