using System.Numerics;

namespace Nights.Imaging.Colour;

/// <summary>CIE 1976 L*a*b* (CIE 15:2004) of sRGB colours (IEC 61966-2-1) at the D65 white point, where distances are about what an eye tells apart.</summary>
public static class CieLab
{
    private const float Knee = 6f / 29;
    private static readonly Vector3 White = new(0.95047f, 1, 1.08883f);
    private static readonly float[] Linear = [.. Enumerable.Range(0, 256).Select(level => ToLinear(level / 255f))];

    /// <summary>L* in 0 to 100, a* and b* in about -128 to 128, of 8-bit sRGB.</summary>
    public static Vector3 Of(byte red, byte green, byte blue) => OfLinear(new Vector3(Linear[red], Linear[green], Linear[blue]));

    /// <summary>8-bit sRGB of a colour; what lies outside the gamut is cut off channel by channel.</summary>
    public static (byte Red, byte Green, byte Blue) ToSrgb(Vector3 lab)
    {
        var linear = ToLinear(lab);
        return (ToByte(linear.X), ToByte(linear.Y), ToByte(linear.Z));
    }

    /// <summary>Linear red, green and blue of a colour; outside [0, 1] when no screen shows it.</summary>
    public static Vector3 ToLinear(Vector3 lab)
    {
        var y = (lab.X + 16) / 116;
        var xyz = new Vector3(Inverse(y + lab.Y / 500), Inverse(y), Inverse(y - lab.Z / 200)) * White;
        return new Vector3(
            3.2404542f * xyz.X - 1.5371385f * xyz.Y - 0.4985314f * xyz.Z,
            -0.9692660f * xyz.X + 1.8760108f * xyz.Y + 0.0415560f * xyz.Z,
            0.0556434f * xyz.X - 0.2040259f * xyz.Y + 1.0572252f * xyz.Z);
    }

    private static Vector3 OfLinear(Vector3 rgb)
    {
        var x = Response((0.4124564f * rgb.X + 0.3575761f * rgb.Y + 0.1804375f * rgb.Z) / White.X);
        var y = Response(0.2126729f * rgb.X + 0.7151522f * rgb.Y + 0.0721750f * rgb.Z);
        var z = Response((0.0193339f * rgb.X + 0.1191920f * rgb.Y + 0.9503041f * rgb.Z) / White.Z);
        return new Vector3(116 * y - 16, 500 * (x - y), 200 * (y - z));
    }

    private static float Response(float t) => t > Knee * Knee * Knee ? MathF.Cbrt(t) : (24389f / 27 * t + 16) / 116;

    private static float Inverse(float response) => response > Knee ? response * response * response : (116 * response - 16) * (27f / 24389);

    private static float ToLinear(float level) => level <= 0.04045f ? level / 12.92f : MathF.Pow((level + 0.055f) / 1.055f, 2.4f);

    private static byte ToByte(float linear)
    {
        var level = linear <= 0.0031308f ? 12.92f * linear : 1.055f * MathF.Pow(linear, 1 / 2.4f) - 0.055f;
        return (byte)Math.Clamp(MathF.Round(255 * level), 0, 255);
    }
}
