using System.Globalization;
using System.Text.Json;

namespace Nights.Campaigns.Console.Parts;

/// <summary>One metric of a model's evaluation: its 2AFC, and by how much the tuned metric is better.</summary>
/// <param name="Metric">As people call it, e.g. "Before training".</param>
/// <param name="Share">2AFC in [0, 1].</param>
/// <param name="Lead">Tuned minus it, with the ends of the 95 % interval; null for the tuned metric itself.</param>
internal sealed record ScoreRow(string Metric, double Share, (double Value, double Low, double High)? Lead)
{
    private static readonly (string Name, string Interval, string Metric)[] Others =
        [("frozen", "gain95", "Before training"), ("psnr", "overPsnr95", "PSNR"), ("ssim", "overSsim95", "SSIM")];

    /// <summary>The rows of an evaluation on triplets; none of anything else. What an older trainer did not measure has no row.</summary>
    public static IReadOnlyList<ScoreRow> Of(JsonElement? evaluation)
    {
        if (evaluation is not { ValueKind: JsonValueKind.Object } scores || Number(scores, "triplets") is null || Number(scores, "tuned") is not { } tuned) return [];
        var rows = new List<ScoreRow> { new("Tuned", tuned, null) };
        foreach (var (name, interval, metric) in Others)
        {
            if (Number(scores, name) is { } share && scores.TryGetProperty(interval, out var ends) && ends is { ValueKind: JsonValueKind.Array } && ends.GetArrayLength() is 2)
                rows.Add(new ScoreRow(metric, share, (tuned - share, ends[0].GetDouble(), ends[1].GetDouble())));
        }

        return rows;
    }

    /// <summary>A number of the evaluation, or null.</summary>
    public static double? Number(JsonElement scores, string name) => scores.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.Number ? value.GetDouble() : null;

    /// <summary>E.g. "+7.8 [+3.1, +12.4]", in percentage points.</summary>
    public string LeadText => Lead is { } lead ? string.Create(CultureInfo.InvariantCulture, $"{Points(lead.Value)} [{Points(lead.Low)}, {Points(lead.High)}]") : "";

    /// <summary>What the interval says of the tuned metric, with a sign: never colour alone.</summary>
    public (string Tone, string Sign, string Words) Verdict => Lead switch
    {
        null => ("", "", ""),
        { Low: > 0 } => ("good", "▲", "tuned is better"),
        { High: < 0 } => ("bad", "▼", "tuned is worse"),
        _ => ("", "○", "no difference shown"),
    };

    private static string Points(double share) => (100 * share).ToString("+0.0;−0.0;0.0", CultureInfo.InvariantCulture);
}
