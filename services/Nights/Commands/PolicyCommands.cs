using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Nights.Domain.Forecasts;
using Nights.Local.Client;

namespace Nights.Local.Commands;

/// <summary>nights campaign forecast | replay: what a vote policy will do, and whether it did.</summary>
internal static class PolicyCommands
{
    public static Command Forecast()
    {
        var spec = new Argument<FileInfo>("SPEC") { Description = "The campaign's spec: a .yaml or .json file." };
        var spammers = Share("--spammers", 0.1, "Share of people who click at random.");
        var left = Share("--left", 0, "Share of people who always press left.");
        var accuracy = Share("--accuracy", 0.98, "How often all others are right on a clear triplet.");
        var ambiguous = Share("--ambiguous", 0.3, "Share of triplets on which people toss a coin.");
        return HostCommand.Create("forecast", "What a spec would bring and cost, by simulation.", [spec, spammers, left, accuracy, ambiguous], async (client, parsed, json, cancel) =>
        {
            using var body = await CampaignCommand.SpecBody(parsed.GetRequiredValue(spec), cancel);
            var query = string.Create(CultureInfo.InvariantCulture,
                $"spammers={parsed.GetValue(spammers)}&left={parsed.GetValue(left)}&accuracy={parsed.GetValue(accuracy)}&ambiguous={parsed.GetValue(ambiguous)}");
            var answer = await client.Post<JsonElement>($"campaigns/forecast?{query}", body, cancel);
            if (json) Terminal.Write(answer);
            else Terminal.Table(["", ""], Rows(answer.Deserialize<CampaignForecast>(OperatorClient.Json)!));
        });
    }

    public static Command Replay()
    {
        var campaign = CampaignCommand.Which();
        return HostCommand.Create("replay", "Play the log of votes from empty and compare with what is stored.", [campaign], async (client, parsed, json, cancel) =>
        {
            var answer = await client.Get<JsonElement>($"{CampaignCommand.Path(parsed.GetRequiredValue(campaign))}/replay", cancel);
            var replay = answer.Deserialize<ReplayReport>(OperatorClient.Json)!;
            if (json) Terminal.Write(answer);
            else if (replay.Differences.Count > 0)
                Terminal.Table(["triplet", "what", "stored", "replayed"], replay.Differences.Select(one => (IReadOnlyList<string>)[$"{one.Number}", one.What, one.Stored, one.Replayed]));
            if (replay.Total > 0)
                throw new CommandFailedException($"{replay.Total} differences: what is stored of {replay.Triplets} triplets is not what {replay.Votes} counted votes say. Keep the database as it is and report this.");
            if (!json) Terminal.Line($"{replay.Votes} counted votes of {replay.Triplets} triplets played from empty: everything stored is what they say.");
        });
    }

    private sealed record ReplayReport(int Triplets, int Votes, int Total, IReadOnlyList<ReplayDifference> Differences);

    private sealed record ReplayDifference(int Number, string What, string Stored, string Replayed);

    private static IEnumerable<string[]> Rows(CampaignForecast forecast) =>
    [
        ["triplets", $"{forecast.Triplets}"],
        ["votes a triplet", Text(forecast.Votes, "F2", "F2")],
        ["kept", $"{forecast.AcceptedTriplets} ({Text(forecast.Accepted, "P1", "P1")})"],
        ["of the clear ones", Text(forecast.ClearKept, "P1", "P1")],
        ["of the coin flips", Text(forecast.CoinFlipsKept, "P1", "P1")],
        ["false among the kept", Text(forecast.FalseAccepts, "P2", "P2")],
        ["paid trials", $"{forecast.Trials}, gold and practice included"],
        ["pay", $"{forecast.CostMinor} ± {forecast.CostErrorMinor} minor units; {(forecast.WithinCap ? "within" : "ABOVE")} the {forecast.CapMinor} that the cap leaves"],
        ["pay a kept triplet", forecast.CostPerAcceptedMinor is { } cost ? cost.ToString("F1", CultureInfo.InvariantCulture) : "nothing is kept"],
        ["people", $"{forecast.Participants}, of whom {forecast.Excluded} will be excluded"],
    ];

    private static string Text(Estimate estimate, string mean, string error) =>
        $"{estimate.Mean.ToString(mean, CultureInfo.InvariantCulture)} ± {estimate.Error.ToString(error, CultureInfo.InvariantCulture)}";

    private static Option<double> Share(string name, double standard, string description)
    {
        var option = new Option<double>(name) { Description = description, HelpName = "S", DefaultValueFactory = _ => standard };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && double.TryParse(token.Value, CultureInfo.InvariantCulture, out var share) && share is not (>= 0 and <= 1))
                result.AddError($"{name} is {token.Value}; 0 to 1 is possible.");
        });
        return option;
    }
}
