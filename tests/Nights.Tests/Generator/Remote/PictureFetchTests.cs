using System.Net;
using Microsoft.Extensions.Options;
using Nights.Generator.Remote;
using Nights.Generator.Remote.Pictures;
using Nights.Generator.Remote.Service;
using Nights.TestServers.ImagesService;

namespace Nights.Tests.Generator.Remote;

public sealed class PictureFetchTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_redirect_is_followed_and_a_circle_is_not()
    {
        await using var service = await PaidService.Start(rules => rules with { AnswersByUrl = true });
        service.Server.PictureFaults.Enqueue(PictureFault.Moved);
        (await service.Paint(A.Order())).Screened.ShouldBeEmpty();

        var at = service.Server.Fetched.First().Path;
        service.Server.PictureFaults.Enqueue(PictureFault.Circle);
        var (file, problem) = await Fetch(service).Get(new Uri(new Uri(service.Server.Endpoint), at).AbsoluteUri, Cancel);

        file.ShouldBeNull();
        problem!.ShouldContain("redirects more than 3 times");
    }

    [Theory]
    [InlineData(PictureFault.Page, "text/html")]
    [InlineData(PictureFault.Gone, "answered 404")]
    public async Task What_is_no_picture_is_a_problem(PictureFault fault, string named)
    {
        await using var service = await PaidService.Start(rules => rules with { AnswersByUrl = true });
        service.Server.PictureFaults.Enqueue(fault);

        (await Fetch(service).Get(new Uri(new Uri(service.Server.Endpoint), "/pictures/a.png").AbsoluteUri, Cancel)).Problem!.ShouldContain(named);
    }

    [Fact]
    public async Task A_picture_that_is_too_large_is_a_problem_and_one_that_breaks_off_is_tried_again()
    {
        await using var service = await PaidService.Start(rules => rules with { AnswersByUrl = true, Paint = (number, size) => number == 0 ? new byte[6000] : A.Picture(number, size).EncodePng() });
        service.Server.PictureFaults.Enqueue(PictureFault.Cut);

        var painted = await service.Paint(A.Order(), ("LargestPictureBytes", "5000"));

        painted.Screened.ShouldBe(new Dictionary<string, int> { ["unreadable"] = 1 });
        (service.Server.Fetched.Count, service.Server.Charged).ShouldBe((5, 4));
    }

    [Theory]
    [InlineData("ftp://images.example.org/a.png")]
    [InlineData("file:///etc/passwd")]
    [InlineData("data:image/png;base64,AAAA")]
    [InlineData("/pictures/a.png")]
    [InlineData("http://user:pass@images.example.org/a.png")]
    [InlineData("")]
    public async Task Only_http_and_https_are_followed(string url)
    {
        await using var service = await PaidService.Start();

        (await Fetch(service).Get(url, Cancel)).Problem!.ShouldContain("none of http or https");
    }

    [Theory]
    [InlineData("http://127.0.0.1:{0}/pictures/a.png")]
    [InlineData("http://localhost:{0}/pictures/a.png")]
    [InlineData("http://[::1]:{0}/pictures/a.png")]
    [InlineData("http://169.254.169.254/latest/meta-data")]
    [InlineData("http://10.0.0.1/a.png")]
    [InlineData("http://2130706433:{0}/a.png")]
    [InlineData("http://[::ffff:127.0.0.1]:{0}/a.png")]
    public async Task An_address_of_a_private_network_is_not_followed_for_a_service_that_is_elsewhere(string url)
    {
        await using var service = await PaidService.Start();
        var options = Options.Create(new RemoteOptions { Endpoint = "https://images.example.org/v1" });
        using var http = new RemoteHttp(options);
        var fetch = new PictureFetch(http, options, service.Clock);

        var (file, problem) = await fetch.Get(string.Format(null, url, new Uri(service.Server.Endpoint).Port), Cancel);

        file.ShouldBeNull();
        problem!.ShouldContain("private network");
        service.Server.Fetched.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("8.8.8.8", true)]
    [InlineData("2606:4700:4700::1111", true)]
    [InlineData("172.15.255.255", true)]
    [InlineData("172.16.0.1", false)]
    [InlineData("192.168.1.1", false)]
    [InlineData("100.64.0.1", false)]
    [InlineData("0.0.0.0", false)]
    [InlineData("255.255.255.255", false)]
    [InlineData("::1", false)]
    [InlineData("::", false)]
    [InlineData("fe80::1", false)]
    [InlineData("fd00::1", false)]
    [InlineData("::ffff:10.0.0.1", false)]
    [InlineData("64:ff9b::a00:1", false)]
    [InlineData("2002:a00:1::", false)]
    public void Addresses_of_the_open_internet_are_told_from_others(string address, bool open) => PublicAddress.Is(IPAddress.Parse(address)).ShouldBe(open);

    private static PictureFetch Fetch(PaidService service)
    {
        var options = Options.Create(RemotePaintingTests.Options(service));
        return new PictureFetch(new RemoteHttp(options), options, service.Clock);
    }
}
