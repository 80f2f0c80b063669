using System.Net;
using Amazon.S3;
using Amazon.S3.Model;
using Microsoft.Extensions.Hosting;

namespace Nights.Hosting.Objects;

/// <summary>
/// Before a service takes work: waits for the S3 server, makes the bucket when it is missing, and proves that the server keeps
/// "put once". A server that overwrites in spite of If-None-Match would let two snapshots share one name: such a one is refused.
/// </summary>
internal sealed class S3Start(S3Client s3) : IHostedLifecycleService
{
    private const string ProbeKey = "probe/if-none-match";

    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        await MakeBucket(cancellationToken);
        await PutProbe(cancellationToken);
        if (await PutProbe(cancellationToken))
        {
            throw new InvalidOperationException(
                $"The S3 server at {s3.Address} "
                + "overwrites an object although If-None-Match: * forbids it. Use a server that honours conditional writes.");
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task MakeBucket(CancellationToken cancel)
    {
        try
        {
            await s3.Ask(() => s3.Client.ListObjectsV2Async(new ListObjectsV2Request { BucketName = s3.Bucket, MaxKeys = 1 }, cancel), cancel);
        }
        catch (AmazonS3Exception missing) when (missing.StatusCode is HttpStatusCode.NotFound)
        {
            try
            {
                await s3.Ask(() => s3.Client.PutBucketAsync(s3.Bucket, cancel), cancel);
            }
            catch (AmazonS3Exception exists) when (exists.ErrorCode is "BucketAlreadyOwnedByYou")
            {
                // another service made it in this moment
            }
        }
        catch (AmazonS3Exception refused) when (refused.StatusCode is HttpStatusCode.Forbidden)
        {
            throw new InvalidOperationException(
                $"The S3 server refuses the access key for the bucket '{s3.Bucket}' ({refused.ErrorCode}). Check Objects__AccessKey and Objects__SecretKey.", refused);
        }
    }

    private async Task<bool> PutProbe(CancellationToken cancel)
    {
        try
        {
            await s3.Ask(() => s3.Client.PutObjectAsync(
                new PutObjectRequest { BucketName = s3.Bucket, Key = ProbeKey, ContentBody = "written once", ContentType = "text/plain", IfNoneMatch = "*" }, cancel), cancel);
            return true;
        }
        catch (AmazonS3Exception exists) when (exists.StatusCode is HttpStatusCode.PreconditionFailed)
        {
            return false;
        }
    }
}
