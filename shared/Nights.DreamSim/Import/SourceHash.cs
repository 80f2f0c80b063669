using System.Security.Cryptography;
using System.Text.RegularExpressions;

namespace Nights.DreamSim.Import;

/// <summary>The SHA-256 of a source, verified where it is known: given by the user, or begun in the file's name as torch.hub does (<c>name-1a2b3c4d.pth</c>).</summary>
internal static partial class SourceHash
{
    /// <returns>In lower-case hexadecimal.</returns>
    /// <exception cref="InvalidDataException">The file has another hash.</exception>
    public static string Of(string file, string? expected)
    {
        using var content = File.OpenRead(file);
        var hash = Convert.ToHexStringLower(SHA256.HashData(content));
        var inName = InName().Match(Path.GetFileName(file)).Groups[1].Value;
        var known = expected?.ToLowerInvariant() ?? (inName.Any(char.IsAsciiLetter) ? inName : "");      // digits alone are a date
        return hash.StartsWith(known, StringComparison.Ordinal)
            ? hash
            : throw new InvalidDataException($"{file} is not the file it should be: its SHA-256 is {hash}, and {known} was expected. Fetch it again.");
    }

    [GeneratedRegex("-([0-9a-f]{8,64})\\.[a-z.]+$")]
    private static partial Regex InName();
}
