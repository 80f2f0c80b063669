using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Nights.Diffusion.Models;

/// <summary>
/// Memory for tensors that begins where the runtime's own buffers may begin, at a multiple of 64 bytes. Its kernels sum in an order that depends on how their input lies, so
/// that a picture's last bits would otherwise depend on where the garbage collector happened to put an array.
/// </summary>
internal static class AlignedMemory
{
    private const int Alignment = 64;

    /// <summary>Zeros that never move.</summary>
    public static Memory<T> Of<T>(long count) where T : unmanaged
    {
        var array = GC.AllocateArray<T>(checked((int)count) + Alignment / Unsafe.SizeOf<T>(), pinned: true);
        var beyond = (int)(Marshal.UnsafeAddrOfPinnedArrayElement(array, 0) % Alignment);
        return array.AsMemory(beyond == 0 ? 0 : (Alignment - beyond) / Unsafe.SizeOf<T>(), (int)count);
    }

    /// <summary>How many elements a tensor of this shape has.</summary>
    public static long Count(long[] shape) => shape.Aggregate(1L, (product, size) => checked(product * size));
}
