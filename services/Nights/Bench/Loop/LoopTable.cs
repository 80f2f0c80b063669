using System.Globalization;
using System.Text;

namespace Nights.Local.Bench.Loop;

/// <summary>The figures of the loop bench in words.</summary>
internal static class LoopTable
{
    private sealed record Figure(string Name, Func<LoopRow, double> Of, string Format);

    private static readonly Figure[] Figures =
    [
        new("votes for each accepted", row => row.VotesPerAccepted, "F2"),
        new("accepted in the budget", row => row.Accepted, "F0"),
        new("screened", row => row.Screened, "F0"),
        new("false among the accepted", row => row.FalseShare, "P1"),
        new("2AFC, clear held-out", row => row.Agreement, "F3"),
        new("2AFC, all held-out", row => row.AgreementOnAll, "F3"),
    ];

    public static string Line(LoopRow row) => string.Create(CultureInfo.InvariantCulture,
        $"seed {row.Seed} {row.Arm,-20} {row.Votes} votes, {row.Accepted} accepted ({row.VotesPerAccepted:F2} votes each), {row.Decided} decided, {row.Screened} screened, {row.FalseShare:P1} false, 2AFC {row.Agreement:F3} clear, {row.AgreementOnAll:F3} all");

    /// <summary>The figure is the metric's gain on clear held-out triplets where the campaign is ranked, beside that where it is not guided.</summary>
    public static BenchResult Result(LoopBench.Options options, IReadOnlyList<LoopRow> rows)
    {
        var (guided, plain) = (Of(rows, LoopArm.All[1]).Average(row => row.VotesPerAccepted), Of(rows, LoopArm.All[0]).Average(row => row.VotesPerAccepted));
        return new BenchResult("loop", guided, "votes for each accepted triplet, ranked", plain, "not guided, the same budget and people", plain / guided,
            new Dictionary<string, object> { ["options"] = options, ["rows"] = rows });
    }

    public static string Csv(IReadOnlyList<LoopRow> rows) =>
        "seed,arm,votes,accepted,votes_per_accepted,decided,screened,false_share,two_afc_clear,two_afc_all\n" + string.Concat(rows.Select(row => string.Create(CultureInfo.InvariantCulture,
            $"{row.Seed},{row.Arm},{row.Votes},{row.Accepted},{row.VotesPerAccepted:F4},{row.Decided},{row.Screened},{row.FalseShare:F4},{row.Agreement:F4},{row.AgreementOnAll:F4}\n")));

    /// <summary>Means over the seeds, and paired differences to the campaign that is not guided with their 95 % intervals (Student).</summary>
    public static string Markdown(LoopBench.Options options, IReadOnlyList<LoopRow> rows)
    {
        var text = new StringBuilder("| | " + string.Join(" | ", Figures.Select(figure => figure.Name)) + " |\n|---|" + string.Concat(Figures.Select(_ => "---|")) + "\n");
        foreach (var arm in LoopArm.All)
            text.Append(CultureInfo.InvariantCulture, $"| {arm.Name} | {string.Join(" | ", Figures.Select(figure => Text(Of(rows, arm).Average(figure.Of), figure.Format)))} |\n");
        foreach (var arm in LoopArm.All.Skip(1))
            text.Append(CultureInfo.InvariantCulture, $"| {arm.Name} − not guided | {string.Join(" | ", Figures.Select(figure => Difference(rows, arm, figure)))} |\n");
        text.Append("\n| seed | | " + string.Join(" | ", Figures.Select(figure => figure.Name)) + " |\n|---|---|" + string.Concat(Figures.Select(_ => "---|")) + "\n");
        foreach (var row in rows)
            text.Append(CultureInfo.InvariantCulture, $"| {row.Seed} | {row.Arm} | {string.Join(" | ", Figures.Select(figure => Text(figure.Of(row), figure.Format)))} |\n");
        return text.Append(CultureInfo.InvariantCulture,
            $"\n`nights bench loop --seeds {options.Seeds} --first {options.First} --paintings {options.Paintings} --held-out {options.HeldOut} --votes {options.Budget} --size {options.Size} --screen {options.Screen} --recipe {options.Recipe}`\n").ToString();
    }

    private static string Difference(IReadOnlyList<LoopRow> rows, LoopArm arm, Figure figure)
    {
        var differences = Of(rows, arm).Zip(Of(rows, LoopArm.All[0]), (guided, plain) => figure.Of(guided) - figure.Of(plain)).ToList();
        var mean = differences.Average();
        if (differences.Count < 2) return Signed(mean, figure.Format);
        var error = Math.Sqrt(differences.Sum(one => (one - mean) * (one - mean)) / (differences.Count - 1) / differences.Count);
        var reach = Student(differences.Count - 1) * error;
        return $"{Signed(mean, figure.Format)} [{Signed(mean - reach, figure.Format)}, {Signed(mean + reach, figure.Format)}]";
    }

    private static IEnumerable<LoopRow> Of(IReadOnlyList<LoopRow> rows, LoopArm arm) => rows.Where(row => row.Arm == arm.Name).OrderBy(row => row.Seed);

    private static string Text(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);

    private static string Signed(double value, string format) => (value < 0 ? "−" : "+") + Text(Math.Abs(value), format);

    /// <summary>The 97.5 % quantile of Student's t.</summary>
    private static double Student(int freedom)
    {
        double[] known = [12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160, 2.145, 2.131, 2.120, 2.110, 2.101, 2.093];
        return freedom <= known.Length ? known[freedom - 1] : 2.09;
    }
}
