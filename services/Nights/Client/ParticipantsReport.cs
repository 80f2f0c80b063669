using System.Globalization;

namespace Nights.Local.Client;

/// <summary>Participants of a campaign as the commands show them.</summary>
internal sealed record ParticipantsReport(IReadOnlyList<JudgeReport> Items, int Total);

internal sealed record JudgeReport(string Name, string State, int Answers, int Gold, int GoldRight, double? LeftShare, double? MedianMs, QualityReport? Quality, IReadOnlyList<MarkReport> Marks)
{
    /// <summary>The row of the table.</summary>
    public string[] Cells() =>
    [
        Name,
        Marks.FirstOrDefault(mark => mark.LiftedAt is null)?.Kind ?? State,
        $"{Answers}",
        Gold is 0 ? "" : $"{GoldRight} of {Gold}",
        Quality is null ? "" : Say($"{100 * Quality.Accuracy.Mean:0} ({100 * Quality.Accuracy.Low:0} to {100 * Quality.Accuracy.High:0}) %"),
        Of(Quality?.Evidence.Agreement),
        LeftShare is { } left ? Say($"{100 * left:0} %") : "",
        MedianMs is { } median ? Say($"{median / 1000:0.0} s") : "",
        Quality is { Evidence.Trials: > 0 } ? Say($"{100.0 * Quality.Evidence.Fast / Quality.Evidence.Trials:0} %") : "",
        Of(Quality?.Evidence.Repeats),
        string.Join("; ", Quality?.Findings.Select(finding => finding.Reason) ?? []),
    ];

    private static string Of(ScoreReport? score) => score is { Total: > 0 } ? $"{score.Right} of {score.Total}" : "";

    private static string Say(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

internal sealed record QualityReport(EvidenceReport Evidence, SkillReport Accuracy, IReadOnlyList<FindingReport> Findings);

internal sealed record EvidenceReport(int Trials, int Fast, ScoreReport Agreement, ScoreReport Repeats);

internal sealed record SkillReport(double Mean, double Low, double High);

internal sealed record ScoreReport(int Right, int Total);

internal sealed record FindingReport(string Rule, string Reason);

internal sealed record MarkReport(string Kind, DateTimeOffset? LiftedAt);
