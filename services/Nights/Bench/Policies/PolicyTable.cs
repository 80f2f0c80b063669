using System.Globalization;
using System.Text;
using Nights.Domain.Forecasts;

namespace Nights.Local.Bench.Policies;

/// <summary>The figures of the policies as lines, CSV and Markdown; all numbers invariant.</summary>
internal static class PolicyTable
{
    public static string Line(PoliciesBench.ScheduleRow row) => string.Create(CultureInfo.InvariantCulture,
        $"[{string.Join(',', row.Schedule)}]: {row.Votes.Mean:F3} ± {row.Votes.Error:F3} votes a triplet (by hand {row.Expected:F3}), {row.Accepted.Mean:P1} kept");

    public static string Line(ComparePolicies.Row row) => string.Create(CultureInfo.InvariantCulture,
        $"{row.Spammers:P0} spammers: schedule {row.Schedule.VotesPerClearKept:F2} votes for a triplet kept rightly, {row.Schedule.FalseAccepts.Mean:P2} false; Bayesian {row.Bayesian.VotesPerClearKept:F2}, {row.Bayesian.FalseAccepts.Mean:P2} false");

    public static string Csv(IReadOnlyList<ComparePolicies.Row> rows)
    {
        var text = new StringBuilder("spammers,rule,confidence,least_chance,votes,votes_error,votes_per_clear_kept,clear_kept,clear_kept_error,false_accepts,false_accepts_error,coin_flips_kept,wrong,trials,excluded\n");
        foreach (var row in rows)
        {
            Append(row.Schedule, "unanimous", "", "");
            Append(row.Bayesian, "bayesian", Text(row.Tuned.Confidence), Text(row.Tuned.LeastChance));

            void Append(PolicyFigures f, string rule, string confidence, string chance) => text.Append(CultureInfo.InvariantCulture,
                $"{row.Spammers},{rule},{confidence},{chance},{f.Votes.Mean:F4},{f.Votes.Error:F4},{f.VotesPerClearKept:F4},{f.ClearKept.Mean:F4},{f.ClearKept.Error:F4},{f.FalseAccepts.Mean:F5},{f.FalseAccepts.Error:F5},{f.CoinFlipsKept.Mean:F4},{f.Wrong.Mean:F5},{f.Trials:F4},{f.Excluded}\n");
        }

        return text.ToString();
    }

    public static string Markdown(IReadOnlyList<PoliciesBench.ScheduleRow> schedules, IReadOnlyList<ComparePolicies.Row> rows)
    {
        var text = new StringBuilder();
        var of = rows[0].Schedule.Triplets;
        text.Append(CultureInfo.InvariantCulture, $"""
            # Vote policies

            Written by `nights bench policies --output docs/benchmarks`: simulation of the rules alone, {of} triplets a figure, seeded. After ± stands the standard
            error. These are figures of a model of people, not of people.

            ## Schedules

            Unanimity on triplets whose share of people choosing A is drawn from Beta(1.59, 1.59), where a fifth stays unanimous over six votes, as in NIGHTS. A round is
            bought whole. "By hand" is the closed form.

            | schedule | votes a triplet | by hand | kept |
            |---|---|---|---|

            """);
        foreach (var row in schedules)
            text.Append(CultureInfo.InvariantCulture, $"| [{string.Join(", ", row.Schedule)}] | {row.Votes.Mean:F3} ± {row.Votes.Error:F3} | {row.Expected:F3} | {row.Accepted.Mean:P1} |\n");
        text.Append("""

            ## The Bayesian rule beside the default schedule

            The same triplets. A triplet is kept falsely when its answer is not that of most people. Spammers click at random; all others are right on 98 % of gold. HITs of 100
            trials, a tenth of them gold, practice and exclusion as in the defaults. The Bayesian rule buys two votes, then one by one, twelve at most; its confidence, its clear agreement and its least chance are
            tuned on one seed so that the share of what is kept falsely is a tenth below the schedule's and no fewer triplets are kept rightly, and measured on another seed.

            | spammers | rule | votes a triplet | votes for each triplet kept rightly | kept rightly | false among the kept |
            |---|---|---|---|---|---|

            """);
        foreach (var row in rows)
        {
            Append(row.Schedule, "[2, 1, 1, 1, 1] unanimous");
            Append(row.Bayesian, string.Create(CultureInfo.InvariantCulture, $"bayesian, confidence {row.Tuned.Confidence}, clear agreement {row.Tuned.ClearAgreement}, least chance {row.Tuned.LeastChance}"));

            void Append(PolicyFigures f, string rule) => text.Append(CultureInfo.InvariantCulture,
                $"| {row.Spammers:P0} | {rule} | {f.Votes.Mean:F2} ± {f.Votes.Error:F2} | {f.VotesPerClearKept:F2} | {f.ClearKept.Mean:P1} | {f.FalseAccepts.Mean:P2} ± {f.FalseAccepts.Error:P2} |\n");
        }

        text.Append("""

            ![Votes for each triplet kept rightly, by share of spammers](policies.svg)

            What this does not say: the Bayesian rule saves by keeping triplets on which most people agree and some do not, which unanimity throws away after paying for them. Where there are only
            triplets that everybody agrees on and coin flips, and no spammers, dropping at the first dissent is as good as Wald's optimum and no rule needs noticeably fewer votes.

            """);
        return text.ToString().ReplaceLineEndings("\n");
    }

    private static string Text(double value) => value.ToString(CultureInfo.InvariantCulture);
}
