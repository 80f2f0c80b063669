using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Nights.Domain.Aggregation;
using Nights.Local.Client;

namespace Nights.Local.Commands;

/// <summary>nights campaign agreement: how far participants agree, and what each method makes of their votes.</summary>
internal static class AgreementCommand
{
    private const int Shown = 20;

    public static Command Create()
    {
        var campaign = new Argument<string>("CAMPAIGN") { Description = "Id, name (its newest version) or name@version." };
        var method = new Option<string[]>("--method")
        {
            Description = $"Only this method of aggregation, or several: {string.Join(", ", Aggregators.Names)}. Without it all but glad and mace, which take their time.",
            HelpName = "METHOD",
            AllowMultipleArgumentsPerToken = true,
        };
        method.AcceptOnlyFromAmong([.. Aggregators.Names]);
        return HostCommand.Create("agreement", "How far participants agree, and what each method makes of their votes.", [campaign, method], async (client, parsed, json, cancel) =>
        {
            var query = string.Join('&', (parsed.GetValue(method) ?? []).Select(name => $"method={Uri.EscapeDataString(name)}"));
            var path = $"campaigns/{Uri.EscapeDataString(parsed.GetRequiredValue(campaign))}/agreement{(query.Length > 0 ? "?" : "")}{query}";
            var answer = await client.Get<JsonElement>(path, cancel);
            if (json) Terminal.Write(answer);
            else Print(answer.Deserialize<CampaignAgreementReport>(OperatorClient.Json)!);
        });
    }

    private static void Print(CampaignAgreementReport report)
    {
        Terminal.Line($"{report.Votes} counted votes on {report.Triplets} triplets; {report.GoldRight.Part} of {report.GoldRight.Total} gold answers right");
        Terminal.Line();
        Terminal.Table(
            ["agreement", "items", "alpha", "95 %", "kappa", "95 %"],
            new[] { ("round 1", report.RoundOne), ("gold", report.Gold) }.Select(row => new[]
            {
                row.Item1, $"{row.Item2.KrippendorffAlpha.Items}", Value(row.Item2.KrippendorffAlpha), Range(row.Item2.KrippendorffAlpha), Value(row.Item2.FleissKappa), Range(row.Item2.FleissKappa),
            }));
        Terminal.Line(report.Caution);
        Terminal.Line();
        Terminal.Table(
            ["method", "A", "B", "tied", "as the majority", "mean certainty", "rounds"],
            report.Methods.Select(method => new[]
            {
                method.Method, $"{method.A}", $"{method.B}", $"{method.Tied}", $"{method.AsMajority.Part} of {method.AsMajority.Total}", Percent(method.MeanCertainty),
                method.Iterations is 0 ? "" : $"{method.Iterations}{(method.Converged ? "" : ", not at rest")}",
            }));
        Terminal.Line();
        Terminal.Table(
            ["participant", "votes", .. report.Methods.Select(method => $"{method.Method}, 95 %")],
            report.Participants.Take(Shown).Select(person => (string[])
            [
                person.Name, $"{person.Votes}",
                .. report.Methods.Select(method => person.Accuracy[method.Method]).Select(accuracy =>
                    accuracy.Votes is 0 ? "" : $"{Percent(accuracy.Value)} ({Percent(accuracy.Low)} to {Percent(accuracy.High)})"),
            ]));
        if (report.Participants.Count > Shown) Terminal.Line($"{Shown} of {report.Participants.Count} participants are shown; --json has all.");
    }

    private static string Value(CoefficientReport of) => of.Value?.ToString("0.000", CultureInfo.InvariantCulture) ?? of.Undefined ?? "";

    private static string Range(CoefficientReport of) =>
        of is { Low: { } low, High: { } high } ? string.Create(CultureInfo.InvariantCulture, $"{low:0.000} to {high:0.000}") : "";

    private static string Percent(double? share) => share?.ToString("0.0 %", CultureInfo.InvariantCulture) ?? "";
}
