using Amazon.S3.Model;

namespace Nights.Hosting.Objects;

/// <summary>The body of a reply; closing it ends the request.</summary>
internal sealed class S3ReplyStream(GetObjectResponse reply) : Stream
{
    private readonly Stream body = reply.ResponseStream;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => reply.ContentLength;

    public override long Position
    {
        get => throw new NotSupportedException("The stream of an object cannot be moved; it is read once from the start.");
        set => throw new NotSupportedException("The stream of an object cannot be moved; it is read once from the start.");
    }

    public override int Read(byte[] buffer, int offset, int count) => body.Read(buffer, offset, count);

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        body.ReadAsync(buffer, cancellationToken);

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        body.ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) =>
        throw new NotSupportedException("The stream of an object cannot be moved; it is read once from the start.");

    public override void SetLength(long value) => throw new NotSupportedException("Objects never change.");

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("Objects never change.");

    protected override void Dispose(bool disposing)
    {
        if (disposing) reply.Dispose();
        base.Dispose(disposing);
    }
}
