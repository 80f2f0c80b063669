using System.Net;
using Amazon.Runtime;
using Amazon.S3;
using Microsoft.Extensions.Options;

namespace Nights.Hosting.Objects;

/// <summary>
/// The connection to the S3 server, set so that servers other than AWS understand it: path style addresses, and checksums only where the
/// protocol demands them (Ceph 16 answers the newer trailing checksums with 400).
/// </summary>
internal sealed class S3Client : IDisposable
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100), LongestPause = TimeSpan.FromSeconds(10);

    private readonly TimeProvider clock;
    private readonly int retries;

    public S3Client(IOptions<ObjectOptions> options, TimeProvider clock)
    {
        var settings = options.Value;
        this.clock = clock;
        retries = settings.Retries;
        Bucket = settings.Bucket!;
        Address = settings.Endpoint?.ToString() ?? $"AWS {settings.Region}";
        Client = new AmazonS3Client(new BasicAWSCredentials(settings.AccessKey, settings.SecretKey), Config(settings));
    }

    public AmazonS3Client Client { get; }

    public string Bucket { get; }

    /// <summary>Where the server is, for messages to people.</summary>
    public string Address { get; }

    /// <summary>Asks the server, and again with growing pauses while it is busy, failing, out of reach, or at odds with another writer (409).</summary>
    public async Task<T> Ask<T>(Func<Task<T>> request, CancellationToken cancel)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                return await request();
            }
            catch (Exception fault) when (attempt < retries && IsPassing(fault) && !cancel.IsCancellationRequested)
            {
                await Task.Delay(Pause(attempt), clock, cancel);
            }
        }
    }

    public void Dispose() => Client.Dispose();

    private static TimeSpan Pause(int attempt)
    {
        var pause = FirstPause * Math.Pow(2, attempt);
        return pause < LongestPause ? pause : LongestPause;
    }

    private static bool IsPassing(Exception fault) => fault switch
    {
        AmazonS3Exception s3 => s3.StatusCode is HttpStatusCode.Conflict or HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout or 0 || (int)s3.StatusCode >= 500,
        HttpRequestException or IOException or TimeoutException => true,
        AmazonClientException client => client.InnerException is HttpRequestException or IOException or TimeoutException,
        TaskCanceledException => true,   // the request's own time limit: the caller's token was asked before
        _ => false,
    };

    private static AmazonS3Config Config(ObjectOptions settings)
    {
        var config = new AmazonS3Config
        {
            AuthenticationRegion = settings.Region,
            ForcePathStyle = settings.Endpoint is not null,
            MaxErrorRetry = 0,   // Ask does it
            Timeout = TimeSpan.FromSeconds(100),
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
        };
        if (settings.Endpoint is { } endpoint)
        {
            config.ServiceURL = endpoint.ToString();
            config.UseHttp = endpoint.Scheme is "http";
        }
        else
        {
            config.RegionEndpoint = Amazon.RegionEndpoint.GetBySystemName(settings.Region);
        }

        return config;
    }
}
