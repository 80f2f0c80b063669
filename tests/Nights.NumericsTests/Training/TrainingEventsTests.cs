using System.Text;
using Nights.DreamSim.Training;
using Nights.DreamSim.Training.Events;

namespace Nights.NumericsTests.Training;

/// <summary>Event files, read back by a reader of their published layout that shares nothing with the writer.</summary>
public sealed class TrainingEventsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Every_figure_of_a_run_is_read_back()
    {
        using (var events = new TrainingEvents(folder.Path, new Noon()))
        {
            events.Add(new TrainingProgress(1, 300, 0.25, 0.5, 3e-4) { PicturesPerSecond = 12.5 });
            events.Add(new TrainingProgress(300, 300, 0.125, 0.75, 1e-4) { PicturesPerSecond = 13, Validation = new ValidationScore(0.5, 0.875) });
        }

        var read = Read(Directory.GetFiles(folder.Path).ShouldHaveSingleItem());

        Path.GetFileName(Directory.GetFiles(folder.Path)[0]).ShouldStartWith("events.out.tfevents.1767268800.");
        read[0].Version.ShouldBe("brain.Event:2");
        read.ShouldAllBe(e => e.WallTime == 1767268800.5);
        read[1].Started.ShouldBeTrue();
        read[1].Step.ShouldBe(1);
        read[2].Step.ShouldBe(1);
        read[2].Scalars.ShouldBe([("train/loss", 0.25f), ("train/2afc", 0.5f), ("train/learning_rate", 3e-4f), ("train/pictures_per_second", 12.5f)]);
        read[3].Step.ShouldBe(300);
        read[3].Scalars.ShouldBe(
            [("train/loss", 0.125f), ("train/2afc", 0.75f), ("train/learning_rate", 1e-4f), ("train/pictures_per_second", 13f), ("val/loss", 0.5f), ("val/2afc", 0.875f)]);
        read.Count.ShouldBe(4);
    }

    [Fact]
    public void The_checksum_is_the_published_one()
    {
        // RFC 3720, appendix B.4: 32 bytes of zeros, 32 of ones, 0 to 31.
        Crc32C(new byte[32]).ShouldBe(0x8A9136AAu);
        Crc32C([.. Enumerable.Repeat((byte)0xFF, 32)]).ShouldBe(0x62A8AB43u);
        Crc32C([.. Enumerable.Range(0, 32).Select(i => (byte)i)]).ShouldBe(0x46DD794Eu);
    }

    [Fact]
    public void A_resumed_run_writes_a_file_of_its_own_and_says_from_which_step()
    {
        using (var first = new TrainingEvents(folder.Path, TimeProvider.System)) first.Add(new TrainingProgress(7, 9, 1, 0, 0));
        using (var second = new TrainingEvents(folder.Path, TimeProvider.System)) second.Add(new TrainingProgress(5, 9, 1, 0, 0));

        var files = Directory.GetFiles(folder.Path).Order(StringComparer.Ordinal).ToList();
        files.Count.ShouldBe(2);
        Read(files[1])[1].ShouldSatisfyAllConditions(e => e.Started.ShouldBeTrue(), e => e.Step.ShouldBe(5));
    }

    private sealed record Event(double WallTime, long Step, string? Version, bool Started, List<(string, float)> Scalars);

    private static List<Event> Read(string path)
    {
        using var reader = new BinaryReader(File.OpenRead(path));
        var events = new List<Event>();
        while (reader.BaseStream.Position < reader.BaseStream.Length)
        {
            var length = reader.ReadBytes(8);
            reader.ReadUInt32().ShouldBe(Masked(length));
            var message = reader.ReadBytes((int)BitConverter.ToInt64(length));
            reader.ReadUInt32().ShouldBe(Masked(message));
            events.Add(Parse(message));
        }

        return events;
    }

    private static Event Parse(byte[] message)
    {
        var fields = Fields(message).ToLookup(field => field.Number, field => field.Content);
        var scalars = fields[5].SelectMany(summary => Fields(summary).Select(value => Fields(value.Content).ToDictionary(field => field.Number, field => field.Content)))
            .Select(value => (Encoding.UTF8.GetString(value[1]), BitConverter.ToSingle(value[2]))).ToList();
        return new Event(
            BitConverter.ToDouble(fields[1].Single()), fields[2].Select(step => BitConverter.ToInt64(step)).SingleOrDefault(),
            fields[3].Select(Encoding.UTF8.GetString).SingleOrDefault(), fields[7].Any(log => BitConverter.ToInt64(Fields(log).Single().Content) == 1), scalars);
    }

    /// <summary>Protobuf's wire format: number and kind, then a varint (as 8 bytes here), 8 bytes, a length and so many bytes, or 4 bytes.</summary>
    private static List<(int Number, byte[] Content)> Fields(byte[] message)
    {
        var (fields, at) = (new List<(int, byte[])>(), 0);
        while (at < message.Length)
        {
            var key = (int)Varint();
            fields.Add((key >> 3, (key & 7) switch
            {
                0 => BitConverter.GetBytes(Varint()),
                1 => Bytes(8),
                2 => Bytes((int)Varint()),
                5 => Bytes(4),
                _ => throw new InvalidDataException($"Kind {key & 7}."),
            }));
        }

        return fields;

        long Varint()
        {
            for (var (value, shift) = (0L, 0); ; shift += 7)
            {
                value |= (long)(message[at] & 0x7F) << shift;
                if (message[at++] < 0x80) return value;
            }
        }

        byte[] Bytes(int count) => message[at..(at += count)];
    }

    private static uint Masked(byte[] bytes)
    {
        var crc = Crc32C(bytes);
        return unchecked(((crc >> 15) | (crc << 17)) + 0xA282EAD8u);
    }

    private static uint Crc32C(byte[] bytes)
    {
        var crc = 0xFFFFFFFFu;
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++) crc = (crc & 1) == 1 ? (crc >> 1) ^ 0x82F63B78u : crc >> 1;
        }

        return ~crc;
    }

    private sealed class Noon : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(2026, 1, 1, 12, 0, 0, 500, TimeSpan.Zero);
    }
}
