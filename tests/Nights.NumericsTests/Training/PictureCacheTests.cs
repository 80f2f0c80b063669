using Nights.DreamSim;
using Nights.DreamSim.Training;
using Nights.DreamSim.Training.Pairs;
using Nights.DreamSim.Triplets;

namespace Nights.NumericsTests.Training;

/// <summary>Decoded pictures in a mapped file are those in memory, and the file is used again only when it is whole and of the same sources.</summary>
public sealed class PictureCacheTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly string data;

    public PictureCacheTests() => data = PaintedSnapshot.Write(At("data"), 12, validation: true);

    public void Dispose() => folder.Dispose();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static ModelOptions Model => SmallTraining.Config().Model!;

    [Theory, InlineData(Resampling.Box), InlineData(Resampling.Bicubic), InlineData(Resampling.None)]
    public void A_mapped_picture_is_the_decoded_one(Resampling resampling)
    {
        var model = Model with { Resampling = resampling };
        var files = Directory.GetFiles(data, "*.png", SearchOption.AllDirectories).Order(StringComparer.Ordinal).ToList();
        using var memory = PictureTable.Load(files, model, Cancel);
        foreach (var _ in Enumerable.Range(0, 2))
        {
            using var mapped = PictureTable.Open(files, model, At("cache"), Cancel);
            mapped.Count.ShouldBe(files.Count);
            using var a = mapped.Bytes(Enumerable.Range(0, files.Count));
            using var b = memory.Bytes(Enumerable.Range(0, files.Count));
            a.eq(b).all().item<bool>().ShouldBeTrue();
        }
    }

    [Fact]
    public async Task Training_from_the_cache_is_training_from_memory()
    {
        var config = SmallTraining.Config() with { ValSplit = "val" };

        var memory = await Losses(TripletFolder.Open(data));
        var written = await Losses(TripletFolder.Open(data, At("cache")));
        var files = Files();
        var mapped = await Losses(TripletFolder.Open(data, At("cache")));

        memory.Count.ShouldBe(4);
        written.ShouldBe(memory);
        mapped.ShouldBe(memory);
        files.Count.ShouldBe(2, "one for each split");
        Files().ShouldBe(files);

        async Task<List<(double, double?)>> Losses(TripletFolder data)
        {
            var losses = new List<(double, double?)>();
            using var model = await Train.Run(
                config, data, SmallTraining.Cpu, new FolderCheckpoints(At(Guid.CreateVersion7().ToString())), step => losses.Add((step.Loss, step.Validation?.Loss)), Cancel);
            return losses;
        }
    }

    [Fact]
    public void Pairs_have_a_cache_too()
    {
        var pairs = PairFolder.Open(PaintedPairs.Write(At("pairs"), 8), At("cache"));
        using var examples = new PairExamples(pairs, "train", SmallTraining.Config(), Model, Cancel);
        Files().ShouldHaveSingleItem().Length.ShouldBeGreaterThan(examples.Count * 3 * 16 * 16);
    }

    [Fact]
    public void A_file_that_is_whole_and_of_the_same_sources_is_used_again()
    {
        Open();
        var path = Files().ShouldHaveSingleItem().Path;
        using (var file = File.Open(path, FileMode.Open)) file.Write([1, 2, 3, 4]);

        // What lies in the file is what comes out: nothing was decoded.
        Open()[..4].ShouldBe([1, 2, 3, 4]);
    }

    [Theory, InlineData(-1), InlineData(-8), InlineData(-60), InlineData(-2000), InlineData(0)]
    public void A_torn_file_is_written_anew(int cut)
    {
        var whole = Open();
        var path = Files().ShouldHaveSingleItem().Path;
        var bytes = File.ReadAllBytes(path);
        File.WriteAllBytes(path, cut == 0 ? [] : bytes[..^-cut]);

        Open().ShouldBe(whole);
        File.ReadAllBytes(path).Length.ShouldBe(bytes.Length);
        Files().Count.ShouldBe(1, "nothing half written stays");
    }

    [Theory, InlineData(1), InlineData(9), InlineData(17), InlineData(40)]
    public void A_file_with_another_end_is_written_anew(int fromEnd)
    {
        var whole = Open();
        var path = Files().ShouldHaveSingleItem().Path;
        var bytes = File.ReadAllBytes(path);
        bytes[^fromEnd] ^= 0x55;
        File.WriteAllBytes(path, bytes);

        Open().ShouldBe(whole);
    }

    [Fact]
    public void Another_picture_time_size_or_resampling_is_another_cache()
    {
        Open();
        Open(Model with { Resampling = Resampling.Bicubic });
        Open(Model with { InputSize = 32 });
        Files().Count.ShouldBe(3);

        var picture = Sources()[0];
        File.SetLastWriteTimeUtc(picture, File.GetLastWriteTimeUtc(picture).AddSeconds(1));
        Open();
        Files().Count.ShouldBe(4);
    }

    [Fact]
    public void A_folder_that_cannot_be_written_is_named()
    {
        File.WriteAllText(At("file"), "");

        var fault = Should.Throw<IOException>(() => PictureTable.Open(Sources(), Model, Path.Combine(At("file"), "cache"), Cancel));

        fault.Message.ShouldStartWith($"Decoded pictures cannot be written to the cache folder {Path.Combine(At("file"), "cache")}: ");
        fault.Message.ShouldEndWith("or name another folder.");
    }

    [Fact]
    public void A_damaged_picture_is_named_and_leaves_no_file()
    {
        File.WriteAllText(Sources()[3], "no picture");

        Should.Throw<InvalidDataException>(() => PictureTable.Open(Sources(), Model, At("cache"), Cancel)).Message.ShouldContain(Sources()[3]);

        Files().ShouldBeEmpty();
    }

    private List<string> Sources() => [.. Directory.GetFiles(Path.Combine(data, "ref")).Order(StringComparer.Ordinal).Take(5)];

    private byte[] Open(ModelOptions? model = null)
    {
        using var table = PictureTable.Open(Sources(), model ?? Model, At("cache"), Cancel);
        using var batch = table.Bytes(Enumerable.Range(0, table.Count));
        return batch.bytes.ToArray();
    }

    private List<(string Path, long Length, DateTime Time)> Files() =>
        [.. new DirectoryInfo(At("cache")).GetFiles().OrderBy(file => file.Name, StringComparer.Ordinal).Select(file => (file.FullName, file.Length, file.LastWriteTimeUtc))];

    private string At(string name) => Path.Combine(folder.Path, name);
}
