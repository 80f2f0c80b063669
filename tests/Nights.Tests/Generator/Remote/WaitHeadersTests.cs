using Nights.Generator.Remote.Service;

namespace Nights.Tests.Generator.Remote;

public sealed class WaitHeadersTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("Retry-After: 7", 7)]
    [InlineData("Retry-After: 0", 0)]
    [InlineData("Retry-After: 1.5", 1.5)]
    [InlineData("Retry-After: Mon, 23 Nov 2026 12:01:30 GMT", 90)]
    [InlineData("Retry-After: Mon, 23 Nov 2026 11:00:00 GMT", 0)]
    [InlineData("retry-after-ms: 250|Retry-After: 9", 0.25)]
    [InlineData("Retry-After: 7|x-ratelimit-reset-images: 50s", 7)]
    [InlineData("x-ratelimit-reset-requests: 6m0s", 360)]
    [InlineData("x-ratelimit-reset-requests: 20ms|x-ratelimit-reset-images: 1h2m3.5s", 3723.5)]
    [InlineData("x-ratelimit-remaining-images: 0|x-ratelimit-reset-images: 12s|x-ratelimit-remaining-requests: 9|x-ratelimit-reset-requests: 24h", 12)]
    [InlineData("x-ratelimit-reset-tokens: 60", 60)]
    public void A_refusal_says_how_long_to_wait(string headers, double seconds) =>
        WaitHeaders.AfterRefusal(Of(headers), Noon)!.Value.TotalSeconds.ShouldBe(seconds, 0.001);

    [Theory]
    [InlineData("Retry-After: soon")]
    [InlineData("Retry-After: -5")]
    [InlineData("Retry-After: 1e300")]
    [InlineData("Retry-After: 99999999999999999999")]
    [InlineData("x-ratelimit-reset-requests: never")]
    [InlineData("x-ratelimit-reset-requests: ")]
    [InlineData("x-other: 5")]
    public void What_is_no_length_is_no_wait(string headers) => WaitHeaders.AfterRefusal(Of(headers), Noon).ShouldBeNull();

    [Fact]
    public void An_answer_that_uses_a_limit_up_says_when_it_is_there_again()
    {
        WaitHeaders.UsedUp(Of("x-ratelimit-remaining-images: 0|x-ratelimit-reset-images: 12s"))!.Value.TotalSeconds.ShouldBe(12);
        WaitHeaders.UsedUp(Of("x-ratelimit-remaining-images: 3|x-ratelimit-reset-images: 12s")).ShouldBeNull();
    }

    private static System.Net.Http.Headers.HttpResponseHeaders Of(string headers)
    {
        var message = new HttpResponseMessage();
        foreach (var header in headers.Split('|').Select(line => line.Split(": ", 2)))
            message.Headers.TryAddWithoutValidation(header[0], header[1]);
        return message.Headers;
    }
}
