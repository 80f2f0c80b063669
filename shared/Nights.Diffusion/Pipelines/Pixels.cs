using System.Numerics.Tensors;
using Nights.Imaging;
using Nights.Imaging.Resizing;

namespace Nights.Diffusion.Pipelines;

/// <summary>Decoded planes to a picture.</summary>
internal static class Pixels
{
    /// <summary>clamp(x/2 + 0.5, 0, 1) · 255, half to even, from planar to interleaved; null where a number is not finite.</summary>
    public static PixelImage? FromPlanes(ReadOnlySpan<float> planes, int width, int height)
    {
        if (!AreFinite(planes))
            return null;
        var image = new PixelImage(width, height);
        var bytes = image.Bytes;
        var plane = width * height;
        var red = planes[..plane];
        var green = planes.Slice(plane, plane);
        var blue = planes.Slice(2 * plane, plane);
        for (int pixel = 0, to = 0; pixel < plane; pixel++, to += 3)
        {
            bytes[to] = ToByte(red[pixel]);
            bytes[to + 1] = ToByte(green[pixel]);
            bytes[to + 2] = ToByte(blue[pixel]);
        }
        return image;
    }

    /// <summary>A picture of the ordered size as planes of 2x/255 - 1: what the encoder half of the autoencoder reads.</summary>
    public static float[] ToPlanes(PixelImage image, int width, int height)
    {
        var fitted = PillowResize.Lanczos(image, width, height);
        var planes = new float[3 * width * height];
        for (int pixel = 0, from = 0; pixel < width * height; pixel++)
            for (var channel = 0; channel < 3; channel++, from++)
                planes[channel * width * height + pixel] = fitted.Bytes[from] / 255f * 2 - 1;
        return planes;
    }

    /// <summary>No NaN and no infinity: the largest magnitude would be one.</summary>
    public static bool AreFinite(ReadOnlySpan<float> values) => float.IsFinite(TensorPrimitives.MaxMagnitude(values));

    /// <summary>Adding 1.5·2²³ leaves the number, rounded half to even, in the lowest bits.</summary>
    private static byte ToByte(float value) =>
        (byte)BitConverter.SingleToInt32Bits(MathF.Max(0, MathF.Min(255, (value * 0.5f + 0.5f) * 255)) + 12582912f);
}
