using Amazon.Runtime;
using Amazon.S3;

namespace Nights.TestServers;

/// <summary>An S3 server and the keys to it.</summary>
/// <param name="Endpoint">Address without the keys.</param>
public sealed record S3Access(Uri Endpoint, string AccessKey, string SecretKey)
{
    /// <summary>The settings of section "Objects" that lead to a bucket of this server.</summary>
    public IReadOnlyDictionary<string, string?> Settings(string bucket) => new Dictionary<string, string?>
    {
        ["Objects:Kind"] = "s3",
        ["Objects:Endpoint"] = Endpoint.ToString(),
        ["Objects:Bucket"] = bucket,
        ["Objects:AccessKey"] = AccessKey,
        ["Objects:SecretKey"] = SecretKey,
    };

    /// <summary>A client with the settings a server other than AWS needs. To be disposed by the caller.</summary>
    public AmazonS3Client Client() => new(
        new BasicAWSCredentials(AccessKey, SecretKey),
        new AmazonS3Config
        {
            ServiceURL = Endpoint.ToString(),
            UseHttp = Endpoint.Scheme is "http",
            ForcePathStyle = true,
            AuthenticationRegion = "us-east-1",
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
        });

    /// <exception cref="InvalidOperationException">The address has no keys.</exception>
    internal static S3Access Parse(string address)
    {
        var uri = new Uri(address);
        return uri.UserInfo.Split(':', 2) is [var access, var secret]
            ? new S3Access(new Uri(uri.GetLeftPart(UriPartial.Scheme) + uri.Authority), Uri.UnescapeDataString(access), Uri.UnescapeDataString(secret))
            : throw new InvalidOperationException("NIGHTS_TEST_S3 has no keys; it must read http://accesskey:secretkey@host:port.");
    }
}
