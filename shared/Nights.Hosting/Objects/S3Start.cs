using System.Net;
using Amazon.S3;
using Amazon.S3.Model;
using Microsoft.Extensions.Hosting;

namespace Nights.Hosting.Objects;

/// <summary>
/// Before a service takes work: waits for the S3 server, makes the bucket when it is missing, and proves that the server keeps "put once"
/// when several write at the same time. A server that lets two of them win would let two snapshots share one name: such a one is refused.
/// (Some servers kept the promise for one writer after another and broke it for two at once: docs/adr/0008.)
/// </summary>
internal sealed class S3Start(S3Client s3) : IHostedLifecycleService
{
    private const int Writers = 8;

    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        await MakeBucket(cancellationToken);

        var key = $"probe/{Guid.CreateVersion7():N}";
        var won = (await Task.WhenAll(Enumerable.Range(0, Writers).Select(_ => Wins(key, cancellationToken)))).Count(wins => wins);
        var again = await Wins(key, cancellationToken);
        await s3.Ask(() => s3.Client.DeleteObjectAsync(s3.Bucket, key, cancellationToken), cancellationToken);
        if (won > 1 || again)
        {
            throw new InvalidOperationException(
                $"The S3 server at {s3.Address} overwrites an object although If-None-Match: * forbids it ({won} of {Writers} writers at once were told they had stored it). "
                + "Use a server that honours conditional writes.");
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
            catch (AmazonS3Exception exists) when (exists.ErrorCode is "BucketAlreadyOwnedByYou" or "BucketAlreadyExists")
            {
                // another service made it in this moment; if it is a stranger's, the probe that follows is refused
            }
        }
        catch (AmazonS3Exception refused) when (refused.StatusCode is HttpStatusCode.Forbidden)
        {
            throw new InvalidOperationException(
                $"The S3 server refuses the access key for the bucket '{s3.Bucket}' ({refused.ErrorCode}). Check Objects__AccessKey and Objects__SecretKey.", refused);
        }
    }

    // A lost answer is tried again and then counts as lost: too few winners are no sign of a bad server, too many are.
    private async Task<bool> Wins(string key, CancellationToken cancel)
    {
        try
        {
            await s3.Ask(() => s3.Client.PutObjectAsync(
                new PutObjectRequest { BucketName = s3.Bucket, Key = key, ContentBody = "written once", ContentType = "text/plain", IfNoneMatch = "*" }, cancel), cancel);
            return true;
        }
        catch (AmazonS3Exception exists) when (exists.StatusCode is HttpStatusCode.PreconditionFailed)
        {
            return false;
        }
    }
}
