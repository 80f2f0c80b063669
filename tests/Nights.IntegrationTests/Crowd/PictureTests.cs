using System.Net;
using Nights.Crowd.Pictures;
using Nights.Imaging;
using Nights.TestServers;
using Microsoft.Extensions.DependencyInjection;

namespace Nights.IntegrationTests.Crowd;

public sealed class PictureTests(PostgresCluster cluster)
{
    [Fact]
    public async Task An_address_gives_its_picture_until_it_expires_and_nothing_when_it_was_changed()
    {
        await using var host = await CrowdHost.Start(cluster);
        var campaign = await host.Campaign(8);
        var visitor = await Visitor.Warm(host, campaign);
        var address = Visitor.Trials(await visitor.Page())[0].GetProperty("images").GetProperty("left").GetString()!;

        using var shown = await host.Http.GetAsync(address, TestContext.Current.CancellationToken);
        shown.StatusCode.ShouldBe(HttpStatusCode.OK);
        shown.Content.Headers.ContentType!.MediaType.ShouldBe("image/png");
        shown.Headers.ETag.ShouldBeNull();
        shown.Content.Headers.LastModified.ShouldBeNull();
        shown.Content.Headers.ContentDisposition.ShouldBeNull();
        PixelImage.Decode(await shown.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)).Width.ShouldBe(32);

        foreach (var place in new[] { 3, 20, 60, address.Length - 1 })
        {
            var other = address[..place] + (address[place] is 'A' ? 'B' : 'A') + address[(place + 1)..];
            (await host.Http.GetAsync(other, TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.NotFound, $"changed at {place}");
        }

        host.Clock.Advance(TimeSpan.FromMinutes(16));
        (await host.Http.GetAsync(address, TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Addresses_of_one_picture_are_all_different_and_of_one_length()
    {
        await using var host = await CrowdHost.Start(cluster);
        var tokens = host.Services.GetRequiredService<PictureToken>();
        var made = Enumerable.Range(0, 100).Select(i => tokens.Create(new string("0123456789abcdef"[i % 2], 64))).ToArray();
        made.Distinct().Count().ShouldBe(100);
        made.Select(token => token.Length).Distinct().ShouldBe([91]);
    }

    [Fact]
    public async Task Gold_looks_like_its_reference_has_bytes_of_its_own_and_is_no_larger_than_real_pictures()
    {
        await using var host = await CrowdHost.Start(cluster);
        var campaign = await host.Campaign(8);
        await using var db = host.Db();
        var real = db.Paintings.Where(painting => painting.CampaignId == campaign.Id).AsEnumerable().SelectMany(painting => painting.Displays!).ToHashSet();
        var gold = db.Gold.Where(one => one.CampaignId == campaign.Id).ToList();
        gold.Count(one => !one.Practice).ShouldBeGreaterThanOrEqualTo(24);
        gold.Count(one => one.Practice).ShouldBe(4);
        gold.Select(one => one.Answer).Distinct().Count().ShouldBe(2);

        var realBytes = new List<int>();
        foreach (var sha in real) realBytes.Add((await Bytes(host, sha)).Length);
        foreach (var one in gold)
        {
            real.Overlaps(one.Displays).ShouldBeFalse();
            var (reference, right, wrong) = (await Bytes(host, one.Displays[0]), await Bytes(host, one.Displays[1 + (int)one.Answer]), await Bytes(host, one.Displays[2 - (int)one.Answer]));
            right.ShouldNotBe(reference);
            Difference(reference, right).ShouldBeLessThan(Difference(reference, wrong));
            right.Length.ShouldBeLessThan(realBytes.Max() * 5 / 4);
        }
    }

    private static Task<byte[]> Bytes(CrowdHost host, string sha) =>
        host.Objects.Get(Domain.Storage.ObjectKeys.Picture(sha), TestContext.Current.CancellationToken);

    private static double Difference(byte[] one, byte[] other)
    {
        var (a, b) = (PixelImage.Decode(one).Bytes.ToArray(), PixelImage.Decode(other).Bytes.ToArray());
        return a.Zip(b, (x, y) => Math.Abs(x - y)).Average();
    }
}
