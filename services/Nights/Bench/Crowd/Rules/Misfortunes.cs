using Nights.Domain.Randomness;

namespace Nights.Local.Bench.Crowd.Rules;

/// <summary>
/// What befalls the host, drawn beforehand: kill -9, or the end of all its connections to the database, each when so many answers have been acknowledged. The
/// moment within an answer is the machine's; everything else follows from the seed.
/// </summary>
internal sealed class Misfortunes
{
    private readonly Queue<(long After, bool Kill)> coming;

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

    /// <summary>Strikes until nothing is left to come.</summary>
    /// <param name="ground">The host.</param>
    /// <param name="acknowledged">Answers acknowledged so far.</param>
    /// <param name="tell">Told of each.</param>
    /// <param name="cancel">Nobody is there any more.</param>
    public async Task Run(BenchGround ground, Func<long> acknowledged, Action<string> tell, CancellationToken cancel)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (coming.TryPeek(out var next) && await timer.WaitForNextTickAsync(cancel))
        {
            if (acknowledged() < next.After) continue;
            coming.Dequeue();
            tell($"{(next.Kill ? "Killing the host" : "Cutting its database connections")} after {acknowledged():N0} answers");
            if (next.Kill) await ground.Kill(cancel);
            else await ground.Cut(cancel);
        }
    }
}
