using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using System.Text;

namespace Nights.DreamSim.Training.Events;

/// <summary>A file of scalars that TensorBoard reads: TFRecord frames around the protobuf message Event.</summary>
/// <remarks>
/// Source: tensorflow/tensorflow, core/lib/io/record_writer.h and core/util/event.proto. A frame is the length (8 bytes), its masked CRC-32C, the
/// message, the message's masked CRC-32C; all little-endian.
/// </remarks>
public sealed class EventFile : IDisposable
{
    private const byte WallTime = 0x09, Step = 0x10, FileVersion = 0x1A, Summary = 0x2A, SessionLog = 0x3A;      // field number and kind
    private const byte SummaryValue = 0x0A, Tag = 0x0A, SimpleValue = 0x15;
    private readonly TimeProvider clock;
    private readonly FileStream file;

    /// <summary>Begins a new file of the folder, named so that TensorBoard finds it and orders it by time.</summary>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written.</exception>
    public EventFile(string folder, TimeProvider clock)
    {
        this.clock = clock;
        Directory.CreateDirectory(folder);
        var began = clock.GetUtcNow();
        Path = System.IO.Path.Combine(folder, string.Create(
            CultureInfo.InvariantCulture, $"events.out.tfevents.{began.ToUnixTimeSeconds():D10}.{began.Ticks % 10_000_000:D7}.{Environment.MachineName}.{Environment.ProcessId}"));
        file = new FileStream(Path, FileMode.CreateNew, FileAccess.Write, FileShare.Read);
        Append(message => Text(message, FileVersion, "brain.Event:2"));
    }

    public string Path { get; }

    /// <summary>Says that steps are counted on from here: what an earlier file has of this step and later ones no longer counts.</summary>
    public void Restart(long step) => Append(message =>
    {
        message.WriteByte(Step);
        Varint(message, (ulong)step);
        message.Write([SessionLog, 2, 0x08, 1]);           // status: start
    });

    /// <summary>Adds values of one step, and flushes them.</summary>
    /// <param name="step">0 or more.</param>
    /// <param name="values">Under names such as <c>train/loss</c>.</param>
    public void Add(long step, IEnumerable<(string Tag, double Value)> values)
    {
        Append(message =>
        {
            message.WriteByte(Step);
            Varint(message, (ulong)step);
            using var summary = new MemoryStream();
            foreach (var (tag, value) in values)
            {
                using var entry = new MemoryStream();
                Text(entry, Tag, tag);
                entry.WriteByte(SimpleValue);
                entry.Write(Single((float)value));
                Nested(summary, SummaryValue, entry.ToArray());
            }

            Nested(message, Summary, summary.ToArray());
        });
        file.Flush();
    }

    public void Dispose() => file.Dispose();

    private void Append(Action<MemoryStream> content)
    {
        using var message = new MemoryStream();
        message.WriteByte(WallTime);
        Span<byte> frame = stackalloc byte[12];
        BinaryPrimitives.WriteDoubleLittleEndian(frame, (clock.GetUtcNow() - DateTimeOffset.UnixEpoch).TotalSeconds);
        message.Write(frame[..8]);
        content(message);

        var bytes = message.ToArray();
        BinaryPrimitives.WriteInt64LittleEndian(frame, bytes.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(frame[8..], Masked(frame[..8]));
        file.Write(frame);
        file.Write(bytes);
        BinaryPrimitives.WriteUInt32LittleEndian(frame, Masked(bytes));
        file.Write(frame[..4]);
    }

    /// <summary>CRC-32C, rotated and moved, so that a sum of data that holds sums is not one of theirs.</summary>
    private static uint Masked(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes) crc = BitOperations.Crc32C(crc, value);
        return unchecked(BitOperations.RotateRight(~crc, 15) + 0xA282EAD8);
    }

    private static byte[] Single(float value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteSingleLittleEndian(bytes, value);
        return bytes;
    }

    private static void Text(MemoryStream to, byte field, string text) => Nested(to, field, Encoding.UTF8.GetBytes(text));

    private static void Nested(MemoryStream to, byte field, byte[] content)
    {
        to.WriteByte(field);
        Varint(to, (ulong)content.Length);
        to.Write(content);
    }

    private static void Varint(MemoryStream to, ulong value)
    {
        for (; value >= 0x80; value >>= 7) to.WriteByte((byte)(value | 0x80));
        to.WriteByte((byte)value);
    }
}
