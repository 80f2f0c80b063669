using System.Numerics;

namespace Nights.Imaging.Colour;

/// <summary>
/// The colours of a picture moved in CIE Lab, every edge where it was. How far is measured, not assumed: the mean distance between a pixel before and
/// after is level · <see cref="MostDistance"/>, whatever the picture's colours, as long as the screen's gamut has room for it; beyond
/// that as far as it goes (white and black cannot take any colour).
/// </summary>
public static class LabShift
{
    /// <summary>Mean Lab distance (CIE 1976 ΔE) at level 1.</summary>
    public const double MostDistance = 40;

    private const int Samples = 2048;
    private const int Halvings = 12;

    /// <summary>A new picture.</summary>
    /// <param name="picture">Any size.</param>
    /// <param name="direction">Draws the direction; equal numbers draw the same.</param>
    /// <param name="level">In [0, 1]; 0 gives the same bytes.</param>
    /// <exception cref="ArgumentOutOfRangeException">The level is outside [0, 1].</exception>
    public static PixelImage Of(PixelImage picture, ulong direction, double level)
    {
        ArgumentNullException.ThrowIfNull(picture);
        if (level is not (>= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(level), level, "A level is a number from 0 (no change) to 1 (as much as the operator can).");
        var shifted = new PixelImage(picture.Width, picture.Height);
        if (level == 0)
        {
            picture.Bytes.CopyTo(shifted.Bytes);
            return shifted;
        }
        var shift = ColourShift.Drawn(direction);
        var share = Share(picture.Bytes, shift, (float)(level * MostDistance));
        Fill(picture.Bytes, shifted.Bytes, shift, share);
        return shifted;
    }

    private static void Fill(ReadOnlySpan<byte> from, Span<byte> to, ColourShift shift, float share)
    {
        for (var i = 0; i < from.Length; i += 3)
        {
            // Runs of one colour are common in flat pictures.
            if (i > 0 && from.Slice(i, 3).SequenceEqual(from.Slice(i - 3, 3)))
                to.Slice(i - 3, 3).CopyTo(to[i..]);
            else
                (to[i], to[i + 1], to[i + 2]) = CieLab.ToSrgb(shift.Of(CieLab.Of(from[i], from[i + 1], from[i + 2]), share));
        }
    }

    /// <summary>How much of the direction moves evenly spread pixels by the wanted mean distance.</summary>
    private static float Share(ReadOnlySpan<byte> bytes, ColourShift shift, float wanted)
    {
        var count = Math.Min(Samples, bytes.Length / 3);
        var colours = new Vector3[count];
        for (var i = 0; i < count; i++)
        {
            var at = (int)(i * (bytes.Length / 3L) / count) * 3;
            colours[i] = CieLab.Of(bytes[at], bytes[at + 1], bytes[at + 2]);
        }
        if (Distance(1) <= wanted)
            return 1;
        var (near, far) = (0f, 1f);
        for (var halving = 0; halving < Halvings; halving++)
        {
            var middle = (near + far) / 2;
            if (Distance(middle) < wanted)
                near = middle;
            else
                far = middle;
        }
        return (near + far) / 2;

        float Distance(float share)
        {
            var sum = 0.0;
            foreach (var colour in colours)
                sum += Vector3.Distance(colour, shift.Of(colour, share));
            return (float)(sum / count);
        }
    }
}
