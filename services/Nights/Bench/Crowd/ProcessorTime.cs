using System.Globalization;

namespace Nights.Local.Bench.Crowd;

/// <summary>Processor time used so far, in seconds: of this process, of the host, and of all processes of its PostgreSQL; each with the children it has outlived.</summary>
internal readonly record struct ProcessorTime(double Client, double Host, double Postgres)
{
    private const double TicksPerSecond = 100;   // USER_HZ, the same on every Linux that .NET runs on

    public double Total => Client + Host + Postgres;

    public static async Task<ProcessorTime> Of(HostChild host, CancellationToken cancel)
    {
        var servers = await PostgresServer.Processes(host.Cluster, ServerUser.Choose(), cancel);
        return new ProcessorTime(Of(Environment.ProcessId), Of(host.Id), servers.Sum(Of));
    }

    public static ProcessorTime operator -(ProcessorTime after, ProcessorTime before) =>
        new(after.Client - before.Client, after.Host - before.Host, after.Postgres - before.Postgres);

    private static double Of(int process)
    {
        try
        {
            // The name in brackets may hold anything; behind it stand the state and then numbers, of which the 12th to 15th are ticks: its own in user and system,
            // and those of its children that have ended.
            var line = File.ReadAllText($"/proc/{process}/stat");
            var fields = line[(line.LastIndexOf(')') + 2)..].Split(' ');
            return fields[11..15].Sum(Number) / TicksPerSecond;
        }
        catch (IOException)
        {
            return 0;   // ended in between
        }

        static double Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
    }
}
