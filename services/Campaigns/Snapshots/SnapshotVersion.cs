using System.Text.RegularExpressions;

namespace Nights.Campaigns.Snapshots;

/// <summary>Semantic versions of datasets: major.minor.patch, each below a million, without leading zeros.</summary>
internal static partial class SnapshotVersion
{
    public const string First = "1.0.0";

    public static bool IsValid(string version) => Pattern().IsMatch(version);

    /// <summary>The next minor version after the highest of those given.</summary>
    public static string NextMinor(IEnumerable<string> versions)
    {
        var highest = versions.Select(Parts).OrderBy(parts => parts).LastOrDefault();
        return highest == default ? First : $"{highest.Major}.{highest.Minor + 1}.0";
    }

    private static (int Major, int Minor, int Patch) Parts(string version) =>
        version.Split('.') is [var major, var minor, var patch] ? (int.Parse(major), int.Parse(minor), int.Parse(patch)) : default;

    [GeneratedRegex(@"^(0|[1-9][0-9]{0,5})\.(0|[1-9][0-9]{0,5})\.(0|[1-9][0-9]{0,5})\z")]
    private static partial Regex Pattern();
}
