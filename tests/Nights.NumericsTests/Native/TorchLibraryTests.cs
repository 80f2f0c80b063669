using System.Security.Cryptography;
using Nights.DreamSim.Native;
using static TorchSharp.torch;

namespace Nights.NumericsTests.Native;

public sealed class TorchLibraryTests
{
    [Fact]
    public void Tensors_run_forward_and_backward_on_this_system()
    {
        TorchLibrary.EnsureLoaded();
        using var scope = NewDisposeScope();
        var x = tensor([1f, 2f, 3f], requires_grad: true);

        x.pow(2).sum().backward();

        x.grad!.data<float>().ToArray().ShouldBe([2f, 4f, 6f]);
        File.Exists(TorchLibrary.LoadedFrom).ShouldBeTrue();
    }

    [Fact]
    public void The_mended_copy_asks_for_an_older_libstdcxx_and_leaves_the_packaged_file_alone()
    {
        var packaged = Packaged();
        var before = SHA256.HashData(File.ReadAllBytes(packaged));
        using var cache = new TemporaryFolder();

        var copy = TorchLibrary.MendedCopy(packaged, cache.Path);
        var again = TorchLibrary.MendedCopy(packaged, cache.Path);

        again.ShouldBe(copy);
        SHA256.HashData(File.ReadAllBytes(packaged)).ShouldBe(before);
        var mended = File.ReadAllBytes(copy);
        mended.Length.ShouldBe((int)new FileInfo(packaged).Length);
        mended.Zip(File.ReadAllBytes(packaged)).Count(pair => pair.First != pair.Second).ShouldBeLessThan(40);
        Directory.GetFiles(Path.GetDirectoryName(copy)!).ShouldBe([copy]);
        Should.Throw<InvalidDataException>(() => GlibcxxMend.Apply(mended)).Message.ShouldContain("does not hold '_ZSt21ios_base_library_initv'");
    }

    [Fact]
    public void A_damaged_copy_is_written_again()
    {
        using var cache = new TemporaryFolder();
        var copy = TorchLibrary.MendedCopy(Packaged(), cache.Path);
        var whole = File.ReadAllBytes(copy);
        File.WriteAllBytes(copy, whole[..1000]);

        TorchLibrary.MendedCopy(Packaged(), cache.Path).ShouldBe(copy);

        File.ReadAllBytes(copy).ShouldBe(whole);
    }

    [Fact]
    public void What_is_no_library_is_not_mended()
    {
        Should.Throw<InvalidDataException>(() => GlibcxxMend.Apply(new byte[1000])).Message.ShouldContain("ELF");
        var cut = File.ReadAllBytes(Packaged())[..4096];
        Should.Throw<InvalidDataException>(() => GlibcxxMend.Apply(cut)).Message.ShouldContain("ends before");
    }

    [Theory, InlineData("GLIBC_2.2.5", 0x09691a75u), InlineData("GLIBCXX_3.4", 0x08922974u)]
    public void Version_hashes_are_those_that_readelf_shows(string name, uint hash) => GlibcxxMend.Hash(name).ShouldBe(hash);

    [Theory, InlineData("gpu", 1, "'gpu'"), InlineData("cpu", -1, "-1")]
    public void A_device_that_does_not_exist_is_refused(string device, int threads, string named) =>
        Should.Throw<ArgumentException>(() => new ComputeOptions { Device = device, Threads = threads }.Open()).Message.ShouldContain(named);

    private static string Packaged() =>
        new[] { "", Path.Combine("runtimes", "linux-x64", "native") }
            .Select(folder => Path.Combine(AppContext.BaseDirectory, folder, "libLibTorchSharp.so")).First(File.Exists);
}
