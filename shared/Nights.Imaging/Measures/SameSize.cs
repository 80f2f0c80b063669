namespace Nights.Imaging.Measures;

/// <summary>The condition under which two pictures can be compared pixel by pixel.</summary>
internal static class SameSize
{
    public static void Require(PixelImage left, PixelImage right)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        if (left.Width != right.Width || left.Height != right.Height)
            throw new ArgumentException(
                $"Pictures are compared pixel by pixel and must have one size; these are {left.Width}x{left.Height} and {right.Width}x{right.Height}.");
    }
}
