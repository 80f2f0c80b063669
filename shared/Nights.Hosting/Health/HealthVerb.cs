namespace Nights.Hosting.Health;

/// <summary>
/// <c>program --health URL</c>: asks a running copy of the program and ends with 0 when it answers with success, else with 1. Container
/// images have no curl; this is their health check.
/// </summary>
public static class HealthVerb
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(8);

    /// <returns>True when the arguments asked for it; the exit code is set and the program has nothing else to do.</returns>
    public static async Task<bool> Run(string[] args)
    {
        ArgumentNullException.ThrowIfNull(args);
        if (args is not ["--health", var address]) return false;

        Environment.ExitCode = await Answers(address) ? 0 : 1;
        return true;
    }

    private static async Task<bool> Answers(string address)
    {
        using var http = new HttpClient { Timeout = Limit };
        try
        {
            using var reply = await http.GetAsync(new Uri(address));
            return reply.IsSuccessStatusCode;
        }
        catch (Exception fault) when (fault is HttpRequestException or TaskCanceledException or UriFormatException)
        {
            return false;
        }
    }
}
