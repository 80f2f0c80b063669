using System.Net;
using Nights.Local.Simulation.Pages;
using Nights.Local.Simulation.People;
using Nights.Local.Simulation.Sight;

namespace Nights.Local.Simulation;

/// <summary>
/// Simulated participants at the real HIT page, over HTTP: for demonstrations, dry runs of a campaign and load tests. They judge by the pictures
/// they download and by nothing else.
/// </summary>
internal sealed class Fleet(FleetOptions options, PerceptualOracle oracle, TimeProvider clock)
{
    private static readonly TimeSpan Report = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan CallLimit = TimeSpan.FromSeconds(30);

    /// <summary>So many participants in a row whose calls failed for good mean that nobody else need come.</summary>
    private const int MostFailures = 20;

    private readonly Lock gate = new();
    private bool closed;
    private int next, failures;

    /// <summary>Sends them all, and waits until the last has gone home.</summary>
    /// <param name="progress">Told four times a second, or null.</param>
    /// <param name="cancel">Sends everybody home at once.</param>
    public async Task<FleetResult> Run(IProgress<FleetProgress>? progress, CancellationToken cancel)
    {
        using var handler = new SocketsHttpHandler
        {
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
            MaxConnectionsPerServer = Math.Max(8, options.AtOnce * 4),
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
            AutomaticDecompression = DecompressionMethods.None,
        };
        using var http = new HttpClient(handler) { Timeout = CallLimit };
        using var watch = new DoneWatch(options.Until, clock);
        var client = new HitClient(http, options.Link, clock, options.CallPatience);
        var tally = new FleetTally(clock);
        var around = new Surroundings(
            options, client, oracle, tally, options.Rate is { } rate ? new Metronome(rate, clock) : null, clock, watch.IsDone);

        using var reporting = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var reports = Tell(progress, tally, reporting.Token);
        using var arrivals = options.Mix.Arrivals().GetEnumerator();
        try
        {
            await Task.WhenAll(Enumerable.Range(0, Math.Max(1, Math.Min(options.AtOnce, options.Participants))).Select(_ => Seat(arrivals, around, cancel)));
        }
        finally
        {
            await reporting.CancelAsync();
            await reports;
        }

        progress?.Report(tally.Progress);
        return tally.Result(client.Repeats);
    }

    /// <summary>One place at the page, taken by one participant after another.</summary>
    private async Task Seat(IEnumerator<ParticipantKind> arrivals, Surroundings around, CancellationToken cancel)
    {
        await Task.Yield();
        while (!await around.Done(cancel) && Next(arrivals) is { } newcomer)
        {
            around.Tally.Arrived(newcomer.Kind);
            var mind = new Mind(newcomer.Kind, options.Seed, newcomer.Number);
            var departure = await new SimulatedParticipant($"simulated-{options.Seed}-{newcomer.Number}", mind, around).Run(cancel);
            around.Tally.Ended(newcomer.Kind, departure);
            lock (gate)
            {
                failures = departure == Departure.Failed ? failures + 1 : 0;
                closed |= departure == Departure.Closed || failures >= MostFailures;
            }
        }
    }

    private (ParticipantKind Kind, int Number)? Next(IEnumerator<ParticipantKind> arrivals)
    {
        lock (gate)
        {
            if (closed || next >= (options.Until is null ? options.Participants : options.MostParticipants)) return null;
            arrivals.MoveNext();
            return (arrivals.Current, next++);
        }
    }

    private async Task Tell(IProgress<FleetProgress>? progress, FleetTally tally, CancellationToken cancel)
    {
        if (progress is null) return;
        using var timer = new PeriodicTimer(Report, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(cancel)) progress.Report(tally.Progress);
        }
        catch (OperationCanceledException)
        {
            // The fleet is home.
        }
    }
}
