namespace Nights.Generator.Remote;

/// <summary>Section "Generator:Remote". A text-to-image service that speaks the OpenAI Images API; without an endpoint there is none.</summary>
public sealed class RemoteOptions
{
    public const string Section = "Generator:Remote";

    /// <summary>Orders for the model "images:NAME" go to the service.</summary>
    public string Name { get; init; } = "";

    /// <summary>Another whole model name under which orders go to the service; none when empty.</summary>
    public string OrderedAs { get; init; } = "";

    /// <summary>Base address, e.g. https://api.openai.com/v1; "/images/generations" is appended. https, except to this machine.</summary>
    public string Endpoint { get; init; } = "";

    /// <summary>Sent as a bearer token to the endpoint alone. From the environment: Generator__Remote__ApiKey. Empty sends none.</summary>
    public string ApiKey { get; init; } = "";

    /// <summary>The service's name of the model, e.g. dall-e-3.</summary>
    public string Model { get; init; } = "";

    /// <summary>Sizes the model paints, e.g. "1024x1024, 1792x1024". The smallest that covers an order is asked for, cut to its shape, scaled down.</summary>
    public string Sizes { get; init; } = "1024x1024";

    /// <summary>Pictures asked for at once ("n"), 1 to 10; a painting has use for three at most. Some models know 1 alone.</summary>
    public int ImagesPerRequest { get; init; } = 1;

    /// <summary>b64_json or url; "default" leaves the field out, as models that refuse it want.</summary>
    public string ResponseFormat { get; init; } = Default;

    /// <summary>Passed on as it is; left out when empty.</summary>
    public string Quality { get; init; } = "";

    /// <summary>Passed on as it is; left out when empty.</summary>
    public string Style { get; init; } = "";

    /// <summary>What one picture costs, in minor units of the campaigns' currency, fractions allowed. Must be given: 0 for a service that costs nothing.</summary>
    public decimal? PricePerImageMinor { get; init; }

    /// <summary>The service charges requests that repeat an Idempotency-Key once. Unless that is known, every request without a known end counts as paid.</summary>
    public bool ChargesOncePerKey { get; init; }

    /// <summary>The service charges pictures that its moderation refuses.</summary>
    public bool ChargesRefusals { get; init; }

    /// <summary>Most requests begun in any 60 seconds by this process; 0 for no limit.</summary>
    public int RequestsPerMinute { get; init; }

    /// <summary>Most pictures asked for in any 60 seconds by this process; 0 for no limit.</summary>
    public int ImagesPerMinute { get; init; }

    /// <summary>Most requests under way at a time, 1 to 64.</summary>
    public int Concurrency { get; init; } = 4;

    /// <summary>Seconds from sending a request to the last byte of its answer, 1 to 3600. Past that its fate is unknown, and it counts as paid.</summary>
    public int TimeoutSeconds { get; init; } = 180;

    /// <summary>Most times a request is sent before the order is given back, and most unknown fates of it before the order is refused; 1 to 20.</summary>
    public int MaxAttempts { get; init; } = 5;

    /// <summary>Longest wait in seconds that is sat out when the service asks for one, 1 to 3600; past it the order is given back.</summary>
    public int LongestWaitSeconds { get; init; } = 600;

    /// <summary>Largest picture file taken from the service, 1 KiB to 256 MiB.</summary>
    public long LargestPictureBytes { get; init; } = 32 << 20;

    internal const string Default = "default";

    internal bool IsThere => Endpoint.Length > 0;

    internal Uri Address => new(Endpoint.TrimEnd('/') + "/images/generations");

    /// <summary>Host and, where unusual, port: all of the endpoint that messages and manifests show.</summary>
    internal string Host => new Uri(Endpoint).Authority;

    internal TimeSpan Timeout => TimeSpan.FromSeconds(TimeoutSeconds);

    internal TimeSpan LongestWait => TimeSpan.FromSeconds(LongestWaitSeconds);

    /// <summary>The model name that orders give.</summary>
    internal string Ordered => "images:" + Name;

    internal bool Paints(string model) => IsThere && (model == Ordered || (OrderedAs.Length > 0 && model == OrderedAs));
}
