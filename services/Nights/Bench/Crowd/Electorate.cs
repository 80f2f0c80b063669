using System.Net;
using System.Threading.Channels;
using Nights.Domain.Randomness;
using Nights.Local.Simulation.Pages;

namespace Nights.Local.Bench.Crowd;

/// <summary>Voters at one campaign's HIT over HTTP, on kept connections.</summary>
internal sealed class Electorate : IDisposable
{
    private const int TrialsPerHit = 40, Together = 16;

    private readonly SocketsHttpHandler handler = new()
    {
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
    };

    private readonly HttpClient http;
    private readonly HitClient client;
    private readonly TimeProvider clock;
    private long failures;

    public Electorate(HitLink link, string name, int voters, TimeProvider clock)
    {
        this.clock = clock;
        http = new HttpClient(handler, disposeHandler: false) { Timeout = TimeSpan.FromSeconds(30) };
        client = new HitClient(http, link, clock, patience: TimeSpan.FromSeconds(30));
        Voters = [.. Enumerable.Range(0, voters).Select(number => new Voter(client, $"{name}-{number}", SplitMix64.Stream(1, number), clock))];
    }

    public IReadOnlyList<Voter> Voters { get; }

    /// <summary>Calls that had to be repeated.</summary>
    public long Repeats => client.Repeats;

    /// <summary>All vote as fast as their answers are taken, each on one connection; pages and sessions are taken in between.</summary>
    /// <returns>Votes acknowledged in this time, and the milliseconds of each.</returns>
    public async Task<IReadOnlyList<double>> VoteFor(TimeSpan during, CancellationToken cancel)
    {
        foreach (var voter in Voters) await voter.Prepare(cancel);
        var start = clock.GetTimestamp();
        var each = await Task.WhenAll(Voters.Select(voter => Task.Run(() => VoteFor(voter, start, during, cancel), cancel)));
        return [.. each.SelectMany(took => took)];
    }

    /// <summary>
    /// All take turns at drawn moments, so many votes a second in all; pages are taken between two turns of a voter and are not timed. As people do, they come in at
    /// different places of their HITs: in step, all of them would ask for their next page within one second.
    /// </summary>
    public async Task<Latencies> VoteAt(double perSecond, TimeSpan during, CancellationToken cancel)
    {
        var draw = SplitMix64.Stream(2, 0);
        var places = Voters.Select(voter => (voter, answered: draw.Next(TrialsPerHit))).ToList();
        await Parallel.ForEachAsync(places, new ParallelOptions { MaxDegreeOfParallelism = Together, CancellationToken = cancel }, async (place, stop) =>
        {
            for (var i = 0; i < place.answered; i++)
            {
                await place.voter.Prepare(stop);
                await place.voter.Vote(stop);
            }

            await place.voter.Prepare(stop);
        });
        var ready = Channel.CreateUnbounded<Voter>();
        foreach (var voter in Voters) ready.Writer.TryWrite(voter);

        var took = await new OpenLoop(perSecond, seed: 1, clock).Run(during, async () =>
        {
            var voter = await ready.Reader.ReadAsync(cancel);
            await voter.Vote(cancel);
            _ = Again(voter, ready.Writer, cancel);
        }, cancel);
        if (Interlocked.Read(ref failures) > 0) throw new InvalidDataException($"{failures} voters could not go on.");
        return Latencies.Of(took);
    }

    public void Dispose()
    {
        http.Dispose();
        handler.Dispose();
    }

    private async Task<List<double>> VoteFor(Voter voter, long start, TimeSpan during, CancellationToken cancel)
    {
        var took = new List<double>();
        while (clock.GetElapsedTime(start) < during)
        {
            await voter.Prepare(cancel);
            var asked = clock.GetTimestamp();
            await voter.Vote(cancel);
            if (clock.GetElapsedTime(start) < during) took.Add(clock.GetElapsedTime(asked).TotalMilliseconds);
        }

        return took;
    }

    private async Task Again(Voter voter, ChannelWriter<Voter> ready, CancellationToken cancel)
    {
        try
        {
            await voter.Prepare(cancel);
            ready.TryWrite(voter);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            Interlocked.Increment(ref failures);
        }
    }
}
