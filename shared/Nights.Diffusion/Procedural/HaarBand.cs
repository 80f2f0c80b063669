using Nights.Diffusion.Onnx;

namespace Nights.Diffusion.Procedural;

/// <summary>The diagonal band of the 2 × 2 Haar transform of four-channel latents.</summary>
internal static class HaarBand
{
    /// <summary>rows × 4 × height × width to rows × 4 × height/2 × width/2.</summary>
    public static Expression Of(Expression latents) => Convolve("Conv", latents);

    /// <summary>The latents without that band.</summary>
    public static Expression Without(Expression latents) => latents - Convolve("ConvTranspose", Of(latents));

    private static Expression Convolve(string operation, Expression latents) => latents.Graph.Node(operation,
        [("kernel_shape", new long[] { 2, 2 }), ("strides", new long[] { 2, 2 }), ("group", 4L)],
        latents, latents.Graph.Tensor([.. Enumerable.Repeat(new[] { 0.5f, -0.5f, -0.5f, 0.5f }, 4).SelectMany(kernel => kernel)], 4, 1, 2, 2));
}
