namespace Nights.Imaging.Measures;

/// <summary>Recognises the pictures a broken painter leaves behind: all black, or one colour from edge to edge.</summary>
public static class FlatPicture
{
    /// <summary>A byte value up to which every channel of every pixel counts as black.</summary>
    public const byte BlackUpTo = 2;

    /// <summary>No channel of any pixel is above <see cref="BlackUpTo"/>.</summary>
    public static bool IsBlack(PixelImage image)
    {
        ArgumentNullException.ThrowIfNull(image);
        return !image.Bytes.ContainsAnyExceptInRange((byte)0, BlackUpTo);
    }

    /// <summary>Every pixel has the colour of the first.</summary>
    public static bool IsFlat(PixelImage image)
    {
        ArgumentNullException.ThrowIfNull(image);
        var bytes = image.Bytes;
        return bytes[3..].SequenceEqual(bytes[..^3]);
    }
}
