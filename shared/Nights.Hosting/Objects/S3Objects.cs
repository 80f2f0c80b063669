using System.Net;
using System.Runtime.CompilerServices;
using Amazon.S3;
using Amazon.S3.Model;
using Microsoft.Extensions.Options;

namespace Nights.Hosting.Objects;

/// <summary>
/// The object store of a distributed system: one bucket, keys as they are. "Put once" is the server's conditional write (If-None-Match: *).
/// A put whose answer was lost is tried again and then finds its own object: it returns false although this call stored it.
/// Content uploaded in parts is conditional only where the server checks it on completion; Ceph 16 does not, and there the check
/// before the upload is all there is. Keys of large objects carry their content's hash or belong to one lease, so this loses nothing.
/// </summary>
internal sealed class S3Objects(S3Client s3, IOptions<ObjectOptions> options) : IObjects, IObjectStoreProbe
{
    private const int PartSize = 16 << 20, KeysPerDelete = 1_000;

    public async Task<bool> Put(string key, ReadOnlyMemory<byte> content, string contentType, CancellationToken cancel)
    {
        using var stream = new MemoryStream(content.ToArray(), writable: false);
        return await Put(key, stream, contentType, cancel);
    }

    public async Task<bool> Put(string key, Stream content, string contentType, CancellationToken cancel)
    {
        ObjectKey.Check(key);
        if (content.Length >= options.Value.MultipartFrom)
            return !await Exists(key, cancel) && await PutInParts(key, content, contentType, cancel);

        return await StoresOnce(() =>
        {
            content.Position = 0;
            return s3.Client.PutObjectAsync(
                new PutObjectRequest
                {
                    BucketName = s3.Bucket,
                    Key = key,
                    InputStream = content,
                    ContentType = contentType,
                    IfNoneMatch = "*",
                    AutoCloseStream = false,
                },
                cancel);
        }, cancel);
    }

    public async Task<bool> Exists(string key, CancellationToken cancel)
    {
        ObjectKey.Check(key);
        try
        {
            await s3.Ask(() => s3.Client.GetObjectMetadataAsync(s3.Bucket, key, cancel), cancel);
            return true;
        }
        catch (AmazonS3Exception missing) when (missing.StatusCode is HttpStatusCode.NotFound)
        {
            return false;
        }
    }

    public async Task<byte[]> Get(string key, CancellationToken cancel)
    {
        ObjectKey.Check(key);
        return await s3.Ask(async () =>
        {
            using var reply = await Reply(key, cancel);
            var content = new byte[reply.ContentLength];
            await reply.ResponseStream.ReadExactlyAsync(content, cancel);
            return content;
        }, cancel);
    }

    public async Task<Stream> Open(string key, CancellationToken cancel)
    {
        ObjectKey.Check(key);
        var reply = await s3.Ask(() => Reply(key, cancel), cancel);
        return new S3ReplyStream(reply);
    }

    public async IAsyncEnumerable<string> List(string prefix, [EnumeratorCancellation] CancellationToken cancel)
    {
        ObjectKey.CheckPrefix(prefix);
        string? next = null;
        do
        {
            var request = new ListObjectsV2Request { BucketName = s3.Bucket, Prefix = prefix, ContinuationToken = next };
            var page = await s3.Ask(() => s3.Client.ListObjectsV2Async(request, cancel), cancel);
            foreach (var found in page.S3Objects ?? [])
                yield return found.Key;
            next = page.IsTruncated is true ? page.NextContinuationToken : null;
        }
        while (next is not null);
    }

    public async Task Delete(IReadOnlyCollection<string> keys, CancellationToken cancel)
    {
        foreach (var key in keys) ObjectKey.Check(key);
        foreach (var some in keys.Chunk(KeysPerDelete))
        {
            var request = new DeleteObjectsRequest { BucketName = s3.Bucket, Objects = [.. some.Select(key => new KeyVersion { Key = key })] };
            await s3.Ask(() => s3.Client.DeleteObjectsAsync(request, cancel), cancel);
        }
    }

    // Listing, not a look at one key: a missing bucket and a missing key answer a HEAD alike.
    public Task Probe(CancellationToken cancel) =>
        s3.Ask(() => s3.Client.ListObjectsV2Async(new ListObjectsV2Request { BucketName = s3.Bucket, MaxKeys = 1 }, cancel), cancel);

    private async Task<GetObjectResponse> Reply(string key, CancellationToken cancel)
    {
        try
        {
            return await s3.Client.GetObjectAsync(s3.Bucket, key, cancel);
        }
        catch (AmazonS3Exception missing) when (missing.StatusCode is HttpStatusCode.NotFound && missing.ErrorCode is not "NoSuchBucket")
        {
            throw new ObjectMissingException(key);
        }
    }

    private async Task<bool> PutInParts(string key, Stream content, string contentType, CancellationToken cancel)
    {
        var start = new InitiateMultipartUploadRequest { BucketName = s3.Bucket, Key = key, ContentType = contentType };
        var upload = (await s3.Ask(() => s3.Client.InitiateMultipartUploadAsync(start, cancel), cancel)).UploadId;
        var stored = false;
        try
        {
            var parts = await UploadParts(key, upload, content, cancel);
            return stored = await Complete(key, upload, parts, cancel);
        }
        finally
        {
            if (!stored) await Abort(key, upload);
        }
    }

    private async Task<bool> Complete(string key, string upload, List<PartETag> parts, CancellationToken cancel)
    {
        var request = new CompleteMultipartUploadRequest { BucketName = s3.Bucket, Key = key, UploadId = upload, PartETags = parts, IfNoneMatch = "*" };
        try
        {
            return await StoresOnce(() => s3.Client.CompleteMultipartUploadAsync(request, cancel), cancel);
        }
        catch (AmazonS3Exception completed) when (completed.ErrorCode is "NoSuchUpload")
        {
            return await Exists(key, cancel);   // the answer to the first try was lost
        }
    }

    // Parts of a broken upload are paid for until somebody aborts it; a bucket's lifecycle rule is the second net.
    private async Task Abort(string key, string upload)
    {
        try
        {
            await s3.Ask(() => s3.Client.AbortMultipartUploadAsync(s3.Bucket, key, upload, CancellationToken.None), CancellationToken.None);
        }
        catch (AmazonS3Exception gone) when (gone.ErrorCode is "NoSuchUpload")
        {
            // nothing is left to abort
        }
    }

    private async Task<List<PartETag>> UploadParts(string key, string upload, Stream content, CancellationToken cancel)
    {
        var parts = new List<PartETag>();
        var part = new byte[PartSize];
        content.Position = 0;
        for (var number = 1; ; number++)
        {
            var length = await content.ReadAtLeastAsync(part, PartSize, throwOnEndOfStream: false, cancel);
            if (length is 0) return parts;

            var reply = await s3.Ask(() => s3.Client.UploadPartAsync(
                new UploadPartRequest
                {
                    BucketName = s3.Bucket,
                    Key = key,
                    UploadId = upload,
                    PartNumber = number,
                    InputStream = new MemoryStream(part, 0, length, writable: false),
                    PartSize = length,
                },
                cancel), cancel);
            parts.Add(new PartETag(number, reply.ETag));
        }
    }

    private async Task<bool> StoresOnce<T>(Func<Task<T>> put, CancellationToken cancel)
    {
        try
        {
            await s3.Ask(put, cancel);
            return true;
        }
        catch (AmazonS3Exception exists) when (exists.StatusCode is HttpStatusCode.PreconditionFailed)
        {
            return false;
        }
    }
}
