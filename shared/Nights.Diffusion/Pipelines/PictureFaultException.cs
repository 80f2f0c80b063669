namespace Nights.Diffusion.Pipelines;

/// <summary>The model painted something that is no picture. It is deterministic: the same order gives the same fault.</summary>
public sealed class PictureFaultException(PictureOrder order, PictureFault fault)
    : Exception($"Seed {order.Seed} of '{order.Prompt}': {Describe(fault)}")
{
    public PictureOrder Order { get; } = order;

    public PictureFault Fault { get; } = fault;

    private static string Describe(PictureFault fault) => fault switch
    {
        PictureFault.LatentsNotFinite => "the latents are not finite; a float16 export that overflows does this, use a float32 unet.",
        PictureFault.PixelsNotFinite => "the decoded pixels are not finite; use a float32 vae_decoder.",
        PictureFault.Black => "the picture is black from edge to edge.",
        PictureFault.Flat => "the picture has one colour from edge to edge.",
        PictureFault.Unsafe => "the model's safety checker flags the picture.",
        _ => throw new ArgumentOutOfRangeException(nameof(fault), fault, "No such fault."),
    };
}
