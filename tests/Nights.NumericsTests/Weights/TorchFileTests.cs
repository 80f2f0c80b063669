using System.IO.Compression;
using Nights.DreamSim.Checkpoints;
using static TorchSharp.torch;

namespace Nights.NumericsTests.Weights;

/// <summary>Files of torch.save are read as data: the tensors of honest ones, the reason for refusing others.</summary>
public sealed class TorchFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private string Path => System.IO.Path.Combine(folder.Path, "x.pth");

    [Theory, InlineData(false), InlineData(true)]
    public void Tensors_come_back_from_both_formats(bool plain)
    {
        using var scope = NewDisposeScope();
        var tensors = new Dictionary<string, Tensor> { ["a"] = rand(3, 4), ["b.weight"] = rand(2, 3, 2).to(ScalarType.Float16), ["steps"] = arange(5), ["one"] = tensor(2.5f) };
        var value = new Dictionary<string, object?>
        {
            ["model"] = tensors.ToDictionary(t => t.Key, t => (object?)t.Value),
            ["args"] = new Named("argparse", "Namespace", [], new Dictionary<string, object?> { ["lr"] = 0.5, ["name"] = "x" }),
            ["epoch"] = 3L,
            ["list"] = new List<object?> { 1L, "two", null, true },
        };
        if (plain) TorchWriter.Plain(Path, value);
        else TorchWriter.Zip(Path, value);

        using var file = WeightsFile.Open(Path);

        file.Shapes.Keys.ShouldBe(tensors.Keys.Select(name => "model." + name), ignoreOrder: true);
        foreach (var (name, tensor) in tensors)
        {
            var read = file.Load("model." + name);
            read.dtype.ShouldBe(tensor.dtype);
            read.shape.ShouldBe(tensor.shape);
            read.eq(tensor).all().item<bool>().ShouldBeTrue(name);
        }

        Should.Throw<InvalidDataException>(() => file.Load("nobody")).Message.ShouldContain("no tensor 'nobody'");
    }

    /// <summary>
    /// What CPython's pickle made, in the protocol of torch.save and in a newer one, of {"state_dict": OrderedDict(a, turned, part), "args": Namespace(..), ..}
    /// with torch's names for tensors: two views of one storage of six numbers, and a part of another of four.
    /// </summary>
    private const string Protocol2 =
        "gAJ9cQAoWAoAAABzdGF0ZV9kaWN0cQFjY29sbGVjdGlvbnMKT3JkZXJlZERpY3QKcQIpUnEDKFgBAAAAYXEEY3RvcmNoLl91dGlscwpfcmVidWlsZF90ZW5zb3JfdjIKcQUoKFgHAAAA" +
        "c3RvcmFnZXEGY3RvcmNoCkZsb2F0U3RvcmFnZQpxB1gBAAAAMHEIWAMAAABjcHVxCUsGdHEKUUsASwJLA4ZxC0sDSwGGcQyJaAIpUnENdHEOUnEPWAYAAAB0dXJuZWRxEGgFKChoBmgH" +
        "aAhoCUsGdHERUUsASwNLAoZxEksBSwOGcROJaAIpUnEUdHEVUnEWWAQAAABwYXJ0cRdoBSgoaAZoB1gBAAAAMXEYaAlLBHRxGVFLAUsChXEaSwGFcRuJaAIpUnEcdHEdUnEedVgEAAAA" +
        "YXJnc3EfY2FyZ3BhcnNlCk5hbWVzcGFjZQpxICmBcSF9cSIoWAIAAABscnEjRz+5mZmZmZmaWAQAAABuYW1lcSRYAQAAAHhxJVgDAAAAYmlncSaKCQAAAAAAAAAAQHViWAUAAABlcG9j" +
        "aHEnSwxYCQAAAGxvbmcgbGlzdHEoXXEpKEsASwFLAmVYBAAAAG5vbmVxKk5YBQAAAGJ5dGVzcStjX2NvZGVjcwplbmNvZGUKcSxYAwAAAGFiY3EtWAYAAABsYXRpbjFxLoZxL1JxMHUu";

    private const string Protocol4 =
        "gASVkwEAAAAAAAB9lCiMCnN0YXRlX2RpY3SUjAtjb2xsZWN0aW9uc5SMC09yZGVyZWREaWN0lJOUKVKUKIwBYZSMDHRvcmNoLl91dGlsc5SMEl9yZWJ1aWxkX3RlbnNvcl92MpSTlCgo" +
        "jAdzdG9yYWdllIwFdG9yY2iUjAxGbG9hdFN0b3JhZ2WUk5SMATCUjANjcHWUSwZ0lFFLAEsCSwOGlEsDSwGGlIloBClSlHSUUpSMBnR1cm5lZJRoCSgoaApoDWgOaA9LBnSUUUsASwNL" +
        "AoaUSwFLA4aUiWgEKVKUdJRSlIwEcGFydJRoCSgoaApoDYwBMZRoD0sEdJRRSwFLAoWUSwGFlIloBClSlHSUUpR1jARhcmdzlIwIYXJncGFyc2WUjAlOYW1lc3BhY2WUk5QpgZR9lCiM" +
        "AmxylEc/uZmZmZmZmowEbmFtZZSMAXiUjANiaWeUigkAAAAAAAAAAEB1YowFZXBvY2iUSwyMCWxvbmcgbGlzdJRdlChLAEsBSwJljARub25llE6MBWJ5dGVzlEMDYWJjlHUu";

    [Theory, InlineData(Protocol2), InlineData(Protocol4)]
    public void Pickles_of_cpython_are_read_with_their_views(string pickle)
    {
        using var scope = NewDisposeScope();
        using (var numbers = arange(10, dtype: ScalarType.Float32))
        {
            var bytes = System.Runtime.InteropServices.MemoryMarshal.AsBytes(numbers.bytes).ToArray();
            TorchWriter.Archive(Path, Convert.FromBase64String(pickle), [("0", bytes[..24]), ("1", bytes[24..])]);
        }

        using var file = WeightsFile.Open(Path);

        file.Shapes.Keys.ShouldBe(["state_dict.a", "state_dict.turned", "state_dict.part"]);
        file.Load("state_dict.a").data<float>().ToArray().ShouldBe([0, 1, 2, 3, 4, 5]);
        file.Load("state_dict.turned").contiguous().data<float>().ToArray().ShouldBe([0, 3, 1, 4, 2, 5]);
        file.Load("state_dict.part").data<float>().ToArray().ShouldBe([7, 8]);
    }

    public static TheoryData<string, string> Hostile => new()
    {
        { "posix", "system" }, { "os", "system" }, { "builtins", "eval" }, { "builtins", "exec" }, { "builtins", "__import__" }, { "subprocess", "Popen" },
        { "torch", "load" }, { "torch.hub", "load" }, { "torch._utils", "_import_dotted_name" }, { "torch.nn.modules.linear", "Linear" }, { "dreamsim.model", "PerceptualModel" },
        { "torch", "FloatStorage.__reduce__" }, { "__torchx__", "Module" },
    };

    [Theory, MemberData(nameof(Hostile))]
    public void A_pickle_that_names_code_is_refused_by_that_name_and_runs_nothing(string module, string name)
    {
        var trace = System.IO.Path.Combine(folder.Path, "trace");
        TorchWriter.Zip(Path, new Dictionary<string, object?> { ["weight"] = new Named(module, name, [$"touch {trace}"]) });

        var refused = Should.Throw<InvalidDataException>(() => TorchFile.Open(Path));

        refused.Message.ShouldContain($"'{module}.{name}'");
        refused.Message.ShouldContain("Nothing was run");
        refused.Message.ShouldContain(Path);
        File.Exists(trace).ShouldBeFalse();
    }

    [Fact]
    public void The_older_format_is_guarded_by_the_same_list()
    {
        TorchWriter.Plain(Path, new Dictionary<string, object?> { ["weight"] = new Named("posix", "system", ["true"]) });

        Should.Throw<InvalidDataException>(() => TorchFile.Open(Path)).Message.ShouldContain("'posix.system'");
    }

    public static TheoryData<byte[], string> Damaged => new()
    {
        { [0x80, 2, (byte)'I', .. "1\n."u8], "operation 0x49" },                                               // a number as text
        { [0x80, 2], "cut short" },
        { [0x80, 2, (byte)'.'], "empty stack" },
        { [0x80, 2, (byte)'t'], "never opened" },
        { [0x80, 4, 0x8c, 2, .. "os"u8, 0x8c, 6, .. "system"u8, 0x93, (byte)'.'], "'os.system'" },          // STACK_GLOBAL
        { [0x80, 2, (byte)'(', (byte)'i', .. "os\nsystem\n"u8, (byte)'.'], "operation 0x69" },               // INST
        { [0x80, 2, 0x82, 1, (byte)'.'], "operation 0x82" },                                                // EXT1
        { [0x80, 2, (byte)'K', 1, (byte)')', (byte)'R', (byte)'.'], "no name" },                             // a number called
        { [0x80, 2, (byte)'K', 1, (byte)'Q', (byte)'.'], "no storage" },
        { [0x80, 2, (byte)'h', 7, (byte)'.'], "recalls 7" },
        { [0x80, 2, (byte)'X', 255, 255, 255, 127, (byte)'.'], "text of 2147483647 bytes" },
        { [0x80, 2, (byte)'K', 1, (byte)'.'], "no tensor that has a name" },
        { [0x80, 2, (byte)'}', (byte)'q', 0, (byte)'X', 1, 0, 0, 0, (byte)'a', (byte)'h', 0, (byte)'s', (byte)'.'], "24 deep" },      // a dictionary within itself
        { [0x80, 2, (byte)']', (byte)'}', (byte)'b', (byte)'.'], "attributes" },
        { [0x80, 2, .. "ccollections\nOrderedDict\n"u8, (byte)'K', 1, 0x85, (byte)'R', (byte)'.'], "arguments" },
    };

    [Theory, MemberData(nameof(Damaged))]
    public void A_damaged_pickle_is_refused_with_the_reason(byte[] pickle, string reason)
    {
        TorchWriter.Archive(Path, pickle);

        Should.Throw<InvalidDataException>(() => TorchFile.Open(Path)).Message.ShouldContain(reason);
    }

    [Theory]
    [InlineData(0, 4, 1, "leaves its storage")]       // too long
    [InlineData(2, 2, 1, "leaves its storage")]       // starts too late
    [InlineData(0, 2, 3, "leaves its storage")]       // steps over the end
    [InlineData(-1, 2, 1, "leaves its storage")]
    [InlineData(0, 2000000000, 0, "leaves its storage")]      // three numbers blown up
    public void A_tensor_that_leaves_its_storage_is_refused(int offset, int size, int stride, string reason)
    {
        using var pickle = new MemoryStream();
        pickle.Write([0x80, 2, (byte)'}', (byte)'X', 1, 0, 0, 0, (byte)'a']);
        pickle.Write("ctorch._utils\n_rebuild_tensor_v2\n("u8);
        var id = TorchWriter.Pickle(new object?[] { "storage", new Named("torch", "FloatStorage"), "0", "cpu", 3L });
        pickle.Write(id.AsSpan(2, id.Length - 3));
        pickle.WriteByte((byte)'Q');
        foreach (var value in new object?[] { (long)offset, new object?[] { (long)size }, new object?[] { (long)stride }, false, Array.Empty<object?>() })
        {
            var bytes = TorchWriter.Pickle(value);
            pickle.Write(bytes.AsSpan(2, bytes.Length - 3));
        }

        pickle.Write("tRs."u8);
        TorchWriter.Archive(Path, pickle.ToArray(), [("0", new byte[12])]);

        Should.Throw<InvalidDataException>(() => TorchFile.Open(Path)).Message.ShouldContain(reason);
    }

    [Fact]
    public void Storages_that_are_short_missing_or_compressed_are_refused_before_memory_is_taken()
    {
        using var weight = rand(30, 30);
        var pickle = TorchWriter.Pickle(new Dictionary<string, object?> { ["w"] = weight });
        TorchWriter.Archive(Path, pickle, [("0", new byte[100])]);
        Refusal().ShouldContain("has 100 bytes; 900 numbers of Float32 need 3600");
        TorchWriter.Archive(Path, pickle);
        Refusal().ShouldContain("has 0 bytes");
        TorchWriter.Archive(Path, pickle, [("0", new byte[3600])], CompressionLevel.Optimal);
        Refusal().ShouldContain("compressed");

        string Refusal()
        {
            using var file = WeightsFile.Open(Path);
            return Should.Throw<InvalidDataException>(() => file.Load("w")).Message;
        }
    }

    [Fact]
    public void Files_that_are_cut_short_are_refused()
    {
        using var weight = rand(100, 100);
        var value = new Dictionary<string, object?> { ["w"] = weight };
        TorchWriter.Zip(Path, value);
        File.WriteAllBytes(Path, File.ReadAllBytes(Path)[..20_000]);
        Should.Throw<InvalidDataException>(() => WeightsFile.Open(Path)).Message.ShouldContain("cannot be read as weights");

        TorchWriter.Plain(Path, value);
        File.WriteAllBytes(Path, File.ReadAllBytes(Path)[..20_000]);
        using (var plain = WeightsFile.Open(Path)) Should.Throw<InvalidDataException>(() => plain.Load("w")).Message.ShouldContain("cut short");

        File.WriteAllText(Path, "<html>404</html>");
        Should.Throw<InvalidDataException>(() => WeightsFile.Open(Path)).Message.ShouldContain("not a safetensors file");
        File.WriteAllBytes(Path, [.. TorchWriter.Pickle(5L)]);
        Should.Throw<InvalidDataException>(() => WeightsFile.Open(Path)).Message.ShouldContain("not one of torch.save");
        TorchWriter.Archive(Path, TorchWriter.Pickle(value), order: "big");
        Should.Throw<InvalidDataException>(() => WeightsFile.Open(Path)).Message.ShouldContain("big-endian");
    }

    [Fact]
    public void The_reference_values_own_files_are_read()
    {
        foreach (var (_, weights) in DreamSim.GoldenModels.Also.Where(also => !also.Weights.EndsWith(".safetensors", StringComparison.Ordinal)))
        {
            using var scope = NewDisposeScope();
            using var file = WeightsFile.Open(Golden.DreamSim(weights));
            file.Shapes.Keys.ShouldContain(name => name.EndsWith("blocks.1.attn.qkv.weight", StringComparison.Ordinal));
            foreach (var name in file.Shapes.Keys) file.Load(name).isfinite().all().item<bool>().ShouldBeTrue(name);
        }
    }
}
