using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text;
using static TorchSharp.torch;

namespace Nights.DreamSim.Native;

/// <summary>
/// Products with weights that MKL has laid out for its own kernel beforehand. libtorch has these operators (<c>mkl::_mkl_reorder_linear_weight</c> and
/// <c>mkl::_mkl_linear</c>, in the CPU builds for x86-64 that TorchSharp publishes), TorchSharp does not bind them; a TorchScript module of two lines reaches them.
/// </summary>
/// <remarks>On float32 tensors of the CPU, without gradients. Where they cannot be had, products are computed as ever.</remarks>
internal static class PackedProducts
{
    private const string Script = """
        class Products(Module):
          __parameters__ = []
          __buffers__ = []
          def pack(self: __torch__.Products, weight: Tensor, rows: int) -> Tensor:
            return ops.mkl._mkl_reorder_linear_weight(weight, rows)
          def linear(self: __torch__.Products, x: Tensor, packed: Tensor, weight: Tensor, bias: Tensor, rows: int) -> Tensor:
            return ops.mkl._mkl_linear(x, packed, weight, bias, rows)

        """;

    private static readonly Lazy<jit.ScriptModule> Module = new(() => jit.load(Archive(), CPU));

    /// <summary>
    /// Whether the libtorch of this process is a build with MKL: only such a one exports its C function of the same operator. Loading the script without the
    /// operator would end the process, so that is not tried.
    /// </summary>
    public static bool Available { get; } =
        NativeLibrary.TryLoad(OperatingSystem.IsWindows() ? "torch_cpu.dll" : "libtorch_cpu.so", typeof(jit).Assembly, searchPath: null, out var torchCpu)
        && NativeLibrary.TryGetExport(torchCpu, "aoti_torch_cpu__mkl_linear", out _);

    /// <summary>A weight (outputs, inputs) in MKL's layout, as large as it was, for products of so many rows.</summary>
    public static Tensor Pack(Tensor weight, long rows) => (Tensor)Module.Value.invoke("pack", weight, rows);

    /// <summary>x · weightᵀ + bias.</summary>
    /// <param name="x">(..., inputs), of <paramref name="rows"/> rows in all.</param>
    /// <param name="packed">As <see cref="Pack"/> made it for as many rows.</param>
    /// <param name="weight">What it was made from.</param>
    /// <param name="bias">(outputs).</param>
    /// <param name="rows">Rows of x.</param>
    public static Tensor Linear(Tensor x, Tensor packed, Tensor weight, Tensor bias, long rows) =>
        (Tensor)Module.Value.invoke("linear", x, packed, weight, bias, rows);

    /// <summary>TorchScript's archive: the code, and a pickle of an object of its class that holds nothing.</summary>
    private static byte[] Archive()
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            Add(zip, "data.pkl", "\u0080\u0002c__torch__\nProducts\n)\u0081}b.");       // protocol 2; class; no arguments; new object; its state {}; end
            Add(zip, "code/__torch__.py", Script.ReplaceLineEndings("\n"));
            Add(zip, "constants.pkl", "\u0080\u0002).");                               // an empty tuple
            Add(zip, "version", "3\n");
        }

        return bytes.ToArray();
    }

    private static void Add(ZipArchive zip, string name, string text)
    {
        using var entry = zip.CreateEntry("products/" + name, CompressionLevel.NoCompression).Open();
        entry.Write(Encoding.Latin1.GetBytes(text));
    }
}
