using Nights.Domain.Aggregation;
using Nights.Domain.Randomness;
using Nights.Local.Bench.Metric;

namespace Nights.Local.Bench.Aggregation;

/// <summary>
/// How long each method of aggregation takes over drawn votes, and how much memory it needs beside them: three to seven on a triplet, participants right 60 to 98 % of the time and every tenth a coin. Beside each
/// stands its limit: as many bare passes over the same votes as it had rounds, one where it has none, each reading one number of the item's and one of the participant's.
/// </summary>
internal sealed class AggregateBench(TimeProvider clock)
{
    public sealed record Options(int Votes, int Rounds);

    public BenchResult Run(Options options, Action<string> tell, CancellationToken cancel)
    {
        var started = clock.GetTimestamp();
        var (judgements, truth) = Draw(options.Votes);
        var details = new Dictionary<string, object>
        {
            ["votes"] = judgements.Count,
            ["triplets"] = judgements.Items,
            ["participants"] = judgements.Participants,
            ["drawAndSortSeconds"] = Seconds(started),
        };
        var (value, limit) = (double.PositiveInfinity, double.PositiveInfinity);
        for (var round = 0; round < options.Rounds; round++)
        {
            foreach (var method in Enum.GetValues<AggregationMethod>())
            {
                var held = Settle();
                started = clock.GetTimestamp();
                var consensus = Aggregators.Run(method, judgements, cancel);
                var took = Seconds(started);
                var more = (PeakMemory.Read() - held) * 1024;
                started = clock.GetTimestamp();
                for (var pass = 0; pass < Math.Max(1, consensus.Iterations); pass++) Pass(judgements);
                var bare = Seconds(started);
                Keep(
                    details, Aggregators.Name(method), took,
                    new { seconds = took, rounds = consensus.Iterations, bareSeconds = bare, moreMemoryMiB = more, consensus.Converged, right = RightShare(consensus, truth) }, tell);
                if (method is AggregationMethod.DawidSkene) (value, limit) = (Math.Min(value, took), Math.Min(limit, bare));
            }

            started = clock.GetTimestamp();
            var alpha = KrippendorffAlpha.Of(judgements, cancel: cancel);
            Keep(details, "alpha", Seconds(started), new { seconds = Seconds(started), alpha.Value, alpha.Interval }, tell);
        }

        details["workingSetMiB"] = Environment.WorkingSet / 1048576;
        return new BenchResult("aggregate", value, "s for full Dawid-Skene", limit, "as many bare passes over the votes", limit / value, details);
    }

    /// <summary>Gives back what earlier methods left, so that the next one's peak is its own.</summary>
    /// <returns>GiB held now.</returns>
    private static double? Settle()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        PeakMemory.Forget();
        return PeakMemory.Read();
    }

    // The best of the rounds: what disturbs one on a shared machine only ever adds.
    private static void Keep(Dictionary<string, object> details, string name, double took, object detail, Action<string> tell)
    {
        tell($"{name}: {took:F3} s");
        var best = $"{name}Seconds";
        if (details.TryGetValue(best, out var before) && (double)before <= took) return;
        details[best] = took;
        details[name] = detail;
    }

    private static (Judgements Judgements, byte[] Truth) Draw(int votes)
    {
        var random = new SplitMix64(1);
        var people = Math.Max(10, votes / 400);
        var (items, participants, labels, truth) = (new int[votes], new int[votes], new byte[votes], new List<byte>());
        var filled = 0;
        while (filled < votes)
        {
            truth.Add((byte)random.Next(2));
            var (many, first) = (Math.Min(votes - filled, 3 + random.Next(5)), random.Next(people));
            for (var vote = 0; vote < many; vote++, filled++)
            {
                var person = (first + vote * (1 + people / 11)) % people;
                var accuracy = person % 10 is 0 ? 0.5 : 0.6 + 0.38 * (person % 97) / 96;
                (items[filled], participants[filled]) = (truth.Count - 1, person);
                labels[filled] = random.NextDouble() < accuracy ? truth[^1] : (byte)(1 - truth[^1]);
            }
        }

        return (Judgements.Of(items, participants, labels, truth.Count, people), [.. truth]);
    }

    private static double Pass(Judgements judgements)
    {
        var (ofItem, ofParticipant, sum) = (new double[judgements.Items], new double[judgements.Participants], 0.0);
        var item = judgements.ItemOf;
        var participant = judgements.ParticipantOf;
        for (var vote = 0; vote < item.Length; vote++) sum += ofItem[item[vote]] + ofParticipant[participant[vote]];
        return sum;
    }

    private static double RightShare(Consensus consensus, byte[] truth)
    {
        var right = 0.0;
        for (var item = 0; item < truth.Length; item++) right += consensus.Label(item) is { } label ? label == truth[item] ? 1 : 0 : 0.5;
        return right / truth.Length;
    }

    private double Seconds(long started) => clock.GetElapsedTime(started).TotalSeconds;
}
