using Nights.Local.Commands;

namespace Nights.Local;

/// <summary>
/// The user the database server runs as. PostgreSQL refuses root, so a host started by root hands its cluster to "postgres", or to
/// "nobody" where there is none; any other user keeps it.
/// </summary>
internal static class ServerUser
{
    /// <returns>A user name, or null for the user of this process.</returns>
    public static string? Choose()
    {
        if (!Environment.IsPrivilegedProcess) return null;
        var names = File.ReadLines("/etc/passwd").Select(line => line.Split(':')[0]).ToHashSet(StringComparer.Ordinal);
        return names.Contains("postgres") ? "postgres"
            : names.Contains("nobody") ? "nobody"
            : throw new CommandFailedException("PostgreSQL does not run as root, and there is neither a user 'postgres' nor 'nobody'. Add one, or start the host as an ordinary user.");
    }

    /// <summary>Gives a folder and all below it to the user.</summary>
    public static async Task Give(string folder, string? user, CancellationToken cancel)
    {
        if (user is null) return;
        var (code, output) = await ChildProgram.Run(user: null, "chown", ["-R", $"{user}:", folder], cancel);
        if (code is not 0) throw new CommandFailedException($"The folder '{folder}' cannot be given to the user '{user}', as whom PostgreSQL runs: {output}");

        var (entered, _) = await ChildProgram.Run(user, "test", ["-x", folder], cancel);
        if (entered is not 0)
            throw new CommandFailedException(
                $"The user '{user}', as whom PostgreSQL runs, cannot enter '{folder}': a folder above it is closed to others. Give a data folder elsewhere with --data, e.g. /var/lib/nights, or start the host as an ordinary user.");
    }
}
