using System.IO.Compression;
using Nights.DreamSim.Checkpoints;
using Nights.DreamSim.Training;
using static TorchSharp.torch;

namespace Nights.NumericsTests.Weights;

/// <summary>Files with some bytes changed at random are read or refused with a sentence: nothing else happens, whatever the bytes.</summary>
public sealed class MutationTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Changed_pickles()
    {
        using var zip = ZipFile.OpenRead(Golden.Own("tiny_clip_vitb16_pretrain.pth.tar"));
        var pickle = Bytes(zip.Entries.Single(entry => entry.Name == "data.pkl"));
        var storages = zip.Entries.Where(entry => entry.FullName.Contains("/data/", StringComparison.Ordinal)).Select(entry => (entry.Name, new byte[entry.Length])).ToList();

        ShouldBeReadOrRefused(pickle, 1000, mutated => TorchWriter.Archive(Path.Combine(folder.Path, "x"), mutated, storages.Take(4)));
    }

    [Fact]
    public void Changed_files_of_the_older_format()
    {
        using var scope = NewDisposeScope();
        var path = Path.Combine(folder.Path, "whole");
        TorchWriter.Plain(path, new Dictionary<string, object?> { ["a"] = rand(3, 4), ["b"] = arange(5), ["args"] = new Named("argparse", "Namespace", [], new Dictionary<string, object?> { ["lr"] = 0.5 }) });

        ShouldBeReadOrRefused(File.ReadAllBytes(path), 1000, mutated => File.WriteAllBytes(Path.Combine(folder.Path, "x"), mutated));
    }

    [Fact]
    public void Changed_headers_of_safetensors()
    {
        var whole = File.ReadAllBytes(Golden.Own("lora_dino_r4_adapter_model.safetensors"));
        var header = 8 + (int)BitConverter.ToInt64(whole);

        ShouldBeReadOrRefused(whole[..header], 1000, mutated => File.WriteAllBytes(Path.Combine(folder.Path, "x"), [.. mutated, .. whole[header..]]));
    }

    private void ShouldBeReadOrRefused(byte[] whole, int rounds, Action<byte[]> write)
    {
        var (read, refused) = (0, 0);
        for (var round = 0; round < rounds; round++)
        {
            var random = new SeededRandom(7, "mutation", round);
            var bytes = (byte[])whole.Clone();
            for (var change = random.Next(4); change >= 0; change--) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            if (random.Next(10) == 0) bytes = bytes[..random.Next(bytes.Length)];
            write(bytes);
            try
            {
                using var scope = NewDisposeScope();
                using var file = WeightsFile.Open(Path.Combine(folder.Path, "x"));
                foreach (var name in file.Shapes.Keys) file.Load(name);
                read++;
            }
            catch (InvalidDataException e)
            {
                e.Message.ShouldContain(Path.Combine(folder.Path, "x"), customMessage: $"round {round}");
                refused++;
            }
        }

        refused.ShouldBeGreaterThan(rounds / 10);
        (read + refused).ShouldBe(rounds);
    }

    private static byte[] Bytes(ZipArchiveEntry entry)
    {
        using var stream = entry.Open();
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }
}
