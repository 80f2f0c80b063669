using System.Runtime.InteropServices;
using Nights.Diffusion.Models;
using Nights.Diffusion.Pipelines;

namespace Nights.Tests.Diffusion.Pipelines;

/// <summary>
/// The runtime sums in an order that depends on where its input begins modulo 64 bytes. Arrays of the garbage collector begin at any multiple of 8, so a picture painted twice
/// from such arrays differs in its last bits.
/// </summary>
public sealed class MemoryPlaceTests
{
    [Fact]
    public void A_picture_painted_again_has_the_same_bits_wherever_memory_lies()
    {
        using var model = new LatentModel((sample, _, context) => sample * 0.5f + sample.Graph.Reduce("ReduceMean", context, keep: true, 1, 2).Unsqueeze(3)
            + sample.Graph.Reduce("ReduceMean", sample, keep: true, 2, 3));
        PictureOrder[] orders = [new() { Prompt = "a dog", Seed = 1 }, new() { Prompt = "a cat", NegativePrompt = "night", Seed = 2 }];
        var settings = LatentModel.Small with { Guidance = 5 };
        var kept = new List<byte[]>();
        var first = model.Latents(orders, settings);

        for (var again = 0; again < 20; again++)
        {
            kept.Add(new byte[8 * again + 1]);
            var latents = model.Latents(orders, settings);
            for (var i = 0; i < orders.Length; i++)
                latents[i].ShouldBe(first[i]);
        }
        kept.Count.ShouldBe(20);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(100_000)]
    public void Memory_of_tensors_begins_at_a_multiple_of_64_bytes(int count)
    {
        RequireAligned(AlignedMemory.Of<float>(count), count);
        RequireAligned(AlignedMemory.Of<Half>(count), count);
        RequireAligned(AlignedMemory.Of<long>(count), count);
    }

    private static void RequireAligned<T>(Memory<T> memory, int count) where T : unmanaged
    {
        memory.Length.ShouldBe(count);
        MemoryMarshal.TryGetArray<T>(memory, out var part).ShouldBeTrue();
        (Marshal.UnsafeAddrOfPinnedArrayElement(part.Array!, part.Offset) % 64).ShouldBe(0);
    }
}
