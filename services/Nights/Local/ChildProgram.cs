using System.Diagnostics;

namespace Nights.Local;

/// <summary>Runs installed programs to their end, as another user where this process may choose.</summary>
internal static class ChildProgram
{
    /// <param name="user">The user to run as, or null for this one; only root can ask for another.</param>
    /// <param name="program">Path or name.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="cancel">Stops the waiting and ends the program.</param>
    /// <returns>Exit code and everything it wrote.</returns>
    public static async Task<(int Code, string Output)> Run(string? user, string program, IEnumerable<string> arguments, CancellationToken cancel)
    {
        using var process = new Process { StartInfo = Describe(user, program, arguments) };
        process.Start();
        process.StandardInput.Close();
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(cancel);
            var error = process.StandardError.ReadToEndAsync(cancel);
            await process.WaitForExitAsync(cancel);
            return (process.ExitCode, (await output + await error).Trim());
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            throw;
        }
    }

    public static ProcessStartInfo Describe(string? user, string program, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = "/",   // readable by everybody, and never unmounted below a server
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (user is not null) start.UserName = user;
        start.Environment["LC_ALL"] = "C";
        return start;
    }
}
