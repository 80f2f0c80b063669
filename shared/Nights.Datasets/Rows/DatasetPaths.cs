using System.Globalization;

namespace Nights.Datasets.Rows;

/// <summary>Where the pictures of a triplet lie in the NIGHTS layout: folders of a thousand.</summary>
public static class DatasetPaths
{
    public static string Reference(int number) => $"ref/{Place(number)}.png";

    /// <summary>Variation A, shown as left in data.csv.</summary>
    public static string A(int number) => $"distort/{Place(number)}_0.png";

    /// <summary>Variation B, shown as right in data.csv.</summary>
    public static string B(int number) => $"distort/{Place(number)}_1.png";

    /// <summary>Whether a path read from a file stays below the dataset's root: relative, forward slashes, no dot segments.</summary>
    public static bool IsInside(string path) =>
        path.Length > 0 && path.AsSpan().IndexOfAny('\\', ':', '\0') < 0 && path.Split('/').All(part => part is not ("" or "." or ".."));

    private static string Place(int number)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(number);
        return string.Create(CultureInfo.InvariantCulture, $"{number / 1000:D3}/{number % 1000:D3}");
    }
}
