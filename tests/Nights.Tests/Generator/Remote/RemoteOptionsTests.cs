using Nights.Generator.Remote;

namespace Nights.Tests.Generator.Remote;

public sealed class RemoteOptionsTests
{
    private static readonly RemoteOptionsCheck Check = new();

    [Fact]
    public void Without_an_endpoint_there_is_no_service_and_nothing_to_check()
    {
        Check.Validate(null, new RemoteOptions { PricePerImageMinor = -1 }).Succeeded.ShouldBeTrue();
        new RemoteOptions { Name = "a" }.Paints("images:a").ShouldBeFalse();
    }

    [Theory]
    [InlineData("https://api.example.org/v1")]
    [InlineData("http://localhost:8000/v1/")]
    [InlineData("http://127.0.0.1:8000")]
    [InlineData("http://[::1]:8000/v1")]
    public void Good_options_pass(string endpoint)
    {
        var options = Of(endpoint);

        Check.Validate(null, options).FailureMessage.ShouldBeNull();
        options.Address.AbsoluteUri.ShouldBe(endpoint.TrimEnd('/') + "/images/generations");
        (options.Paints("images:dalle"), options.Paints("dalle"), options.Paints("images:other")).ShouldBe((true, false, false));
    }

    [Theory]
    [InlineData("http://api.example.org/v1", "in the clear")]
    [InlineData("http://10.0.0.7/v1", "in the clear")]
    [InlineData("https://user:pass@api.example.org/v1", "a user")]
    [InlineData("https://api.example.org/v1?key=abc", "a query")]
    [InlineData("api.example.org", "no address")]
    [InlineData("ftp://api.example.org", "no address")]
    public void An_endpoint_that_gives_the_key_away_is_refused(string endpoint, string why) =>
        Check.Validate(null, Of(endpoint)).FailureMessage!.ShouldContain(why);

    [Fact]
    public void Every_other_mistake_is_named_with_its_limit_and_the_key_is_not_shown()
    {
        var wrong = new RemoteOptions
        {
            Endpoint = "https://api.example.org/v1",
            ApiKey = "sk-with a-space",
            Sizes = "1024x1024, big",
            ResponseFormat = "png",
            ImagesPerRequest = 11,
            Concurrency = 0,
            TimeoutSeconds = 4000,
            MaxAttempts = 0,
            LongestWaitSeconds = 0,
            LargestPictureBytes = 1,
            RequestsPerMinute = -1,
            ImagesPerMinute = -1,
        };

        var failures = Check.Validate(null, wrong).Failures!.ToArray();

        foreach (var name in new[] { "ApiKey", "Name", "Model", "Sizes", "ResponseFormat", "PricePerImageMinor", "ImagesPerRequest", "Concurrency", "TimeoutSeconds",
            "MaxAttempts", "LongestWaitSeconds", "LargestPictureBytes", "RequestsPerMinute", "ImagesPerMinute" })
            failures.ShouldContain(failure => failure.StartsWith($"Generator:Remote:{name} ", StringComparison.Ordinal));
        failures.ShouldAllBe(failure => !failure.Contains("sk-with", StringComparison.Ordinal));
    }

    [Fact]
    public void More_pictures_at_once_than_a_minute_allows_are_refused()
    {
        var options = new RemoteOptions { Name = "a", Model = "m", Endpoint = "https://a.example", PricePerImageMinor = 1, ImagesPerRequest = 3, ImagesPerMinute = 2 };

        Check.Validate(null, options).FailureMessage!.ShouldContain("more than the 2 of ImagesPerMinute");
    }

    private static RemoteOptions Of(string endpoint) => new() { Name = "dalle", Model = "dall-e-3", Endpoint = endpoint, ApiKey = "sk-1", PricePerImageMinor = 4 };
}
