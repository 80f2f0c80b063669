using System.Globalization;
using Nights.Local.Commands;

namespace Nights.Local.Demo;

/// <summary>What a person is told at the end: the funnel, the scores, and what they show and do not show.</summary>
internal static class DemoSummary
{
    public static void Print(DemoResult result, string folder)
    {
        Terminal.Line();
        Terminal.Table(["stage", "result", "seconds"],
        [
            ["Paint", $"{result.Painted} triplets", Seconds(result, "paint")],
            ["Judge", Text($"{result.Votes} votes counted, gold {result.GoldPassRate:P0} right, {result.ParticipantsExcluded} participants excluded, {result.SpendMinor} minor units paid"), Seconds(result, "judge")],
            ["Filter", Text($"{result.Accepted} accepted, {result.Dropped} dropped, {result.VotesPerAccepted:0.0} votes for each accepted"), "as votes come"],
            ["Snapshot", result.Snapshot, Seconds(result, "snapshot")],
            ["Train", "low-rank updates of a small vision transformer of random weights", Seconds(result, "train")],
            ["Evaluate", Text($"2AFC on {result.HeldOut} held-out triplets: {result.Frozen2afc:0.000} frozen, {result.Tuned2afc:0.000} tuned"), Seconds(result, "evaluate")],
        ]);
        Terminal.Line();
        Terminal.Line(Gain(result));
        Terminal.Line("What this shows: the whole path works, and a metric learns from votes to agree with participants on triplets it never saw.");
        Terminal.Line("What it does not show: anything about people or photographs. The participants are a formula on pixels, the pictures come from a procedural model,");
        Terminal.Line("the frozen network is a random one and a weak opponent, and the same nouns occur on both sides of the split.");
        Terminal.Line();
        Terminal.Line($"Snapshot   {result.SnapshotPath}");
        Terminal.Line($"Verify     nights snapshot verify {result.SnapshotPath}");
        Terminal.Line($"Look       nights up --data {folder}");
    }

    private static string Gain(DemoResult result) => result.Gain95 is [var low, var high] && (low > 0 || high < 0)
        ? Text($"Gain of the tuned metric: {result.Tuned2afc - result.Frozen2afc:+0.000;-0.000}, 95 % interval [{low:+0.000;-0.000}, {high:+0.000;-0.000}]. The interval excludes zero.")
        : Text($"Gain of the tuned metric: {result.Tuned2afc - result.Frozen2afc:+0.000;-0.000}, 95 % interval [{result.Gain95[0]:+0.000;-0.000}, {result.Gain95[1]:+0.000;-0.000}]. The interval contains zero: so few triplets do not show a gain. Give more with --triplets.");

    private static string Seconds(DemoResult result, string stage) => Text($"{result.SecondsByStage[stage]:0.0}");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
