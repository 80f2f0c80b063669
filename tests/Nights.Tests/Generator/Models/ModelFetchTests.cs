using Nights.Diffusion.Models;
using Nights.Domain.Storage;
using Nights.Generator.Models;

namespace Nights.Tests.Generator.Models;

public sealed class ModelFetchTests : IDisposable
{
    private const int MiB = 1 << 20;
    private readonly CachedGround ground = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_model_is_fetched_once_whole_and_by_the_hash_of_its_list()
    {
        ground.Push("sd", ("model_index.json", "{}"u8.ToArray()), ("unet/model.onnx", new byte[3 * MiB]));

        var folder = (await ground.Fetch().Folder("sd", Cancel)).ShouldNotBeNull();
        var again = await ground.Fetch().Folder("sd", Cancel);

        again.ShouldBe(folder);
        ground.Objects.Opened.Count.ShouldBe(2, "the second time nothing was read");
        File.ReadAllBytes(Path.Combine(folder, "unet/model.onnx")).Length.ShouldBe(3 * MiB);
        Path.GetFileName(folder).Length.ShouldBe(64);
        Directory.GetDirectories(ground.Fetched).ShouldBe([folder], "no draft is left");
    }

    [Fact]
    public async Task The_same_files_under_two_names_share_a_folder_and_other_files_do_not()
    {
        ground.Push("sd", ("a", [1]));
        ground.Push("twin", ("a", [1]));
        ground.Push("other", ("a", [2]));

        var folder = await ground.Fetch().Folder("sd", Cancel);

        (await ground.Fetch().Folder("twin", Cancel)).ShouldBe(folder);
        (await ground.Fetch().Folder("other", Cancel)).ShouldNotBe(folder);
    }

    [Theory]
    [InlineData("unheard-of")]
    [InlineData("../sd")]
    [InlineData("/etc")]
    public async Task What_the_store_does_not_hold_is_nothing(string name)
    {
        ground.Push("sd", ("a", [1]));

        (await ground.Fetch().Folder(name, Cancel)).ShouldBeNull();
    }

    [Theory]
    [InlineData("shorter", "unet/model.onnx has 9 bytes")]
    [InlineData("longer", "10 with")]
    [InlineData("other", "unet/model.onnx has 10 bytes with the hash")]
    [InlineData("gone", "unet/model.onnx is missing")]
    public async Task A_broken_copy_is_named_and_leaves_nothing_in_the_cache(string how, string said)
    {
        ground.Push("sd", ("model_index.json", "{}"u8.ToArray()), ("unet/model.onnx", new byte[10]));
        var key = ObjectKeys.DiffusionModel("sd") + "unet/model.onnx";
        if (how == "gone")
            ground.Objects.Stored.TryRemove(key, out _).ShouldBeTrue();
        else
            ground.Objects.Stored[key] = how switch { "shorter" => new byte[9], "longer" => new byte[5 * MiB], _ => [.. Enumerable.Repeat((byte)7, 10)] };

        var fault = await Should.ThrowAsync<ModelFolderException>(() => ground.Fetch().Folder("sd", Cancel));

        fault.Message.ShouldContain("'sd'");
        fault.Message.ShouldContain(said);
        fault.Message.ShouldContain("push the model again");
        Directory.GetFileSystemEntries(ground.Fetched).ShouldBeEmpty();
    }

    [Fact]
    public async Task Two_that_fetch_at_once_end_with_one_folder()
    {
        ground.Push("sd", ("a", new byte[MiB]), ("b", [1]));
        var both = new Barrier(2);
        var met = 0;
        ground.Objects.BeforeOpen = async (_, cancel) =>
        {
            if (Interlocked.Increment(ref met) <= 2)
                await Task.Run(() => both.SignalAndWait(TimeSpan.FromSeconds(30), cancel), cancel);
        };

        var folders = await Task.WhenAll(ground.Fetch().Folder("sd", Cancel), ground.Fetch().Folder("sd", Cancel));

        folders[0].ShouldBe(folders[1]);
        Directory.GetDirectories(ground.Fetched).Length.ShouldBe(1);
        File.ReadAllBytes(Path.Combine(folders[0]!, "a")).Length.ShouldBe(MiB);
    }

    [Fact]
    public async Task A_fetch_that_is_given_up_leaves_nothing()
    {
        ground.Push("sd", ("a", [1]), ("b", [2]));
        using var gone = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        ground.Objects.BeforeOpen = (key, cancel) => key.EndsWith("/b", StringComparison.Ordinal) ? gone.CancelAsync().ContinueWith(_ => cancel.ThrowIfCancellationRequested(), TaskScheduler.Default) : Task.CompletedTask;

        await Should.ThrowAsync<OperationCanceledException>(() => ground.Fetch().Folder("sd", gone.Token));

        Directory.GetFileSystemEntries(ground.Fetched).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_full_cache_gives_up_the_model_unused_longest_and_one_too_large_is_refused()
    {
        foreach (var name in new[] { "first", "second", "third" })
            ground.Push(name, ("a", [.. Enumerable.Repeat((byte)name[0], 4 * MiB)]));
        var fetch = ground.Fetch(gibibytes: 9.0 / 1024);
        var first = (await fetch.Folder("first", Cancel)).ShouldNotBeNull();
        var second = (await fetch.Folder("second", Cancel)).ShouldNotBeNull();
        File.SetLastWriteTimeUtc(Path.Combine(first, ".used"), DateTime.UnixEpoch.AddYears(30));
        File.SetLastWriteTimeUtc(Path.Combine(second, ".used"), DateTime.UnixEpoch.AddYears(20));
        (await fetch.Folder("first", Cancel)).ShouldBe(first);

        var third = await fetch.Folder("third", Cancel);

        Directory.GetDirectories(ground.Fetched).Order().ShouldBe(new[] { first, third! }.Order());
        ground.Push("huge", ("a", new byte[10 * MiB]));
        (await Should.ThrowAsync<ModelFolderException>(() => fetch.Folder("huge", Cancel))).Message.ShouldSatisfyAllConditions(
            said => said.ShouldContain("'huge' has 10 MiB; the cache holds 9 MiB"), said => said.ShouldContain("Generator:CacheGiB"));
    }

    [Fact]
    public async Task Drafts_of_a_killed_process_go_and_those_being_written_stay()
    {
        ground.Push("sd", ("a", [1]));
        var (old, young) = (Path.Combine(ground.Fetched, ".old"), Path.Combine(ground.Fetched, ".young"));
        foreach (var draft in new[] { old, young })
            await File.WriteAllTextAsync(Path.Combine(Directory.CreateDirectory(draft).FullName, "a"), "half", Cancel);
        var long_ago = TimeProvider.System.GetUtcNow().UtcDateTime - 2 * ModelCache.Abandoned;
        File.SetLastWriteTimeUtc(Path.Combine(old, "a"), long_ago);
        Directory.SetLastWriteTimeUtc(old, long_ago);

        await ground.Fetch().Folder("sd", Cancel);

        Directory.Exists(old).ShouldBeFalse();
        Directory.Exists(young).ShouldBeTrue();
    }

    public void Dispose() => ground.Dispose();
}
