namespace Nights.Diffusion.Pipelines;

/// <summary>Why a finished picture must not be used.</summary>
public enum PictureFault
{
    /// <summary>The latents hold NaN or infinity: float16 overflow, usually.</summary>
    LatentsNotFinite,

    /// <summary>The decoder gave NaN or infinity although the latents are finite.</summary>
    PixelsNotFinite,

    /// <summary>Every pixel is black.</summary>
    Black,

    /// <summary>Every pixel has the same colour.</summary>
    Flat,

    /// <summary>The safety checker flagged it.</summary>
    Unsafe,
}
