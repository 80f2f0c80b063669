using Microsoft.Extensions.Options;
using Nights.Generator.Remote.Pictures;

namespace Nights.Generator.Remote;

/// <summary>What is wrong with the options, in words that never hold the key.</summary>
internal sealed class RemoteOptionsCheck : IValidateOptions<RemoteOptions>
{
    private const int LongestName = 100;

    public ValidateOptionsResult Validate(string? name, RemoteOptions options)
    {
        if (!options.IsThere)
            return ValidateOptionsResult.Success;
        List<string> wrong = [.. Address(options), .. Words(options), .. Limits(options)];
        return wrong.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(wrong.Select(fault => $"{RemoteOptions.Section}:{fault}"));
    }

    private static IEnumerable<string> Address(RemoteOptions options)
    {
        if (!Uri.TryCreate(options.Endpoint, UriKind.Absolute, out var endpoint) || endpoint.Scheme is not ("http" or "https"))
            yield return "Endpoint is no address; give one such as https://images.example.org/v1.";
        else if (endpoint.UserInfo.Length > 0 || endpoint.Query.Length > 0 || endpoint.Fragment.Length > 0)
            yield return "Endpoint holds a user, a query or a fragment; give the base address alone, and the key as ApiKey.";
        else if (endpoint.Scheme == "http" && !endpoint.IsLoopback)
            yield return $"Endpoint sends the key to {endpoint.Host} in the clear; give an https address. http is for this machine alone.";
        if (options.ApiKey.Any(letter => letter is <= ' ' or > '~'))
            yield return "ApiKey holds a space, a line end or a letter outside ASCII; give the key alone.";
    }

    private static IEnumerable<string> Words(RemoteOptions options)
    {
        if (options.Name.Length is 0 or > LongestName || options.Name.Any(char.IsControl))
            yield return $"Name is empty or longer than {LongestName} characters; orders ask for the model 'images:NAME'.";
        if (options.Model.Length == 0)
            yield return "Model is empty; give the service's name of the model, such as dall-e-3.";
        if (options.ResponseFormat is not ("b64_json" or "url" or RemoteOptions.Default))
            yield return $"ResponseFormat is '{options.ResponseFormat}'; b64_json, url and {RemoteOptions.Default} are known.";
        if (PictureSize.ReadList(options.Sizes) is null)
            yield return $"Sizes is '{options.Sizes}'; give sizes of {PictureSize.Shortest} to {PictureSize.Longest} pixels an edge, such as 1024x1024, 1792x1024.";
    }

    private static IEnumerable<string> Limits(RemoteOptions options)
    {
        if (options.PricePerImageMinor is not (>= 0 and <= 1_000_000))
            yield return "PricePerImageMinor must be given, 0 to 1000000 minor units (cents); 0 for a service that costs nothing.";
        foreach (var (what, value, least, most) in new (string, long, long, long)[]
        {
            (nameof(options.ImagesPerRequest), options.ImagesPerRequest, 1, 10),
            (nameof(options.RequestsPerMinute), options.RequestsPerMinute, 0, 100_000),
            (nameof(options.ImagesPerMinute), options.ImagesPerMinute, 0, 100_000),
            (nameof(options.Concurrency), options.Concurrency, 1, 64),
            (nameof(options.TimeoutSeconds), options.TimeoutSeconds, 1, 3600),
            (nameof(options.MaxAttempts), options.MaxAttempts, 1, 20),
            (nameof(options.LongestWaitSeconds), options.LongestWaitSeconds, 1, 3600),
            (nameof(options.LargestPictureBytes), options.LargestPictureBytes, 1 << 10, 256 << 20),
        })
        {
            if (value < least || value > most)
                yield return $"{what} is {value}; {least} to {most} is possible.";
        }

        if (options.ImagesPerMinute > 0 && options.ImagesPerRequest > options.ImagesPerMinute)
            yield return $"ImagesPerRequest is {options.ImagesPerRequest}, more than the {options.ImagesPerMinute} of ImagesPerMinute; lower it.";
    }
}
