namespace Nights.TestServers;

/// <summary>Finds installed servers, on the PATH or where Debian keeps them. Tests never skip for want of one: they say how to get it.</summary>
internal static class Installed
{
    public static bool IsRoot => Environment.IsPrivilegedProcess;

    /// <param name="program">File name.</param>
    /// <param name="packages">What apt-get must install to have it.</param>
    /// <param name="places">Folders besides the PATH, searched first, best last.</param>
    /// <exception cref="FileNotFoundException">It is not installed; with the command to run.</exception>
    public static string Find(string program, string packages, params IEnumerable<string> places) =>
        places.Reverse()
            .Concat((Environment.GetEnvironmentVariable("PATH") ?? "").Split(':'))
            .Append("/usr/sbin")
            .Select(folder => Path.Combine(folder, program))
            .FirstOrDefault(File.Exists)
        ?? throw new FileNotFoundException(
            $"'{program}' is not installed. Run: apt-get install --no-install-recommends {packages}   (or: ./nights test, as root, which does it)");

    /// <summary>Folders that match a pattern, in the order of their names; empty when the parent is not there.</summary>
    public static IEnumerable<string> Folders(string parent, string pattern, string below = "") =>
        Directory.Exists(parent)
            ? Directory.GetDirectories(parent, pattern).Order(StringComparer.Ordinal).Select(folder => Path.Combine(folder, below))
            : [];
}
