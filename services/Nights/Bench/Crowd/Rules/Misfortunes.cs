using Nights.Domain.Randomness;

namespace Nights.Local.Bench.Crowd.Rules;

/// <summary>
/// What befalls the host, drawn beforehand: kill -9, or the end of all its connections to the database, each when so many answers have been acknowledged. The
/// moment within an answer is the machine's; everything else follows from the seed.
/// </summary>
internal sealed class Misfortunes
{
    private readonly Queue<(long After, bool Kill)> coming;

    /// <summary>Kills that have struck.</summary>
    public int Kills { get; private set; }

    /// <summary>Cuts that have struck.</summary>
    public int Cuts { get; private set; }

    /// <param name="kills">How many kills.</param>
    /// <param name="cuts">How many cuts of the connections.</param>
    /// <param name="answers">Answers that surely come.</param>
    /// <param name="seed">Same seed, same moments.</param>
    public Misfortunes(int kills, int cuts, int answers, long seed)
    {
        var draw = SplitMix64.Stream(seed, stream: -7);
        var drawn = Enumerable.Range(0, kills + cuts).Select(number => (After: 1L + draw.Next(Math.Max(1, answers)), Kill: number < kills));
        coming = new Queue<(long, bool)>(drawn.OrderBy(one => one.After));
    }

    /// <summary>Strikes until nothing is left to come, or nobody is there any more.</summary>
    /// <param name="ground">The host.</param>
    /// <param name="acknowledged">Answers acknowledged so far.</param>
    /// <param name="tell">Told of each.</param>
    /// <param name="cancel">Nobody is there any more.</param>
    public async Task Run(BenchGround ground, Func<long> acknowledged, Action<string> tell, CancellationToken cancel)
    {
        try
        {
            using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
            while (coming.TryPeek(out var next) && await timer.WaitForNextTickAsync(cancel))
                if (acknowledged() >= next.After) await Strike(ground, coming.Dequeue().Kill, acknowledged(), tell);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            // What did not come in time does not come any more.
        }
    }

    // To its end, even if everybody goes home meanwhile: the rules are checked on a host that runs.
    private async Task Strike(BenchGround ground, bool kill, long after, Action<string> tell)
    {
        tell($"{(kill ? "Killing the host" : "Cutting its database connections")} after {after:N0} answers");
        if (kill)
        {
            await ground.Kill(CancellationToken.None);
            Kills++;
        }
        else
        {
            await ground.Cut(CancellationToken.None);
            Cuts++;
        }
    }
}
