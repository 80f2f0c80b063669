using System.CommandLine;
using System.Globalization;
using Nights.Local.Simulation;
using Nights.Local.Simulation.Pages;
using Nights.Local.Simulation.People;
using Nights.Local.Simulation.Sight;

namespace Nights.Local.Commands;

/// <summary><c>nights simulate</c>: sends simulated participants to a campaign's HIT page. Exits 0 when nothing went wrong, 1 otherwise.</summary>
internal static class SimulateCommand
{
    private const int MostAtOnce = 512;
    private static readonly TimeSpan LineEvery = TimeSpan.FromSeconds(5);

    public static Command Create()
    {
        var link = new Option<string?>("--link") { Description = "The HIT link that participants are given; needs no operator.", HelpName = "LINK" };
        var campaign = new Option<string?>("--campaign") { Description = "Id or name of a campaign: asks the operator's API for a link.", HelpName = "ID" };
        var host = new HostChoice();
        var participants = CommonOptions.Number("--participants", 8, 1, 100_000, "Participants who come; with --until-done, how many are there at a time.");
        var profile = new Option<ParticipantMix>("--profile")
        {
            Description = "Kinds and shares: good, spammer, left, quitter, duplicate, fast, reload, late, vanish.",
            HelpName = "good:0.8,spammer:0.15,left:0.05",
            DefaultValueFactory = _ => ParticipantMix.Parse("good"),
            CustomParser = result =>
            {
                try
                {
                    return ParticipantMix.Parse(result.Tokens[0].Value);
                }
                catch (FormatException wrong)
                {
                    result.AddError(wrong.Message);
                    return null!;
                }
            },
        };
        var seed = new Option<long>("--seed") { Description = "Same seed, same people. Another seed brings people who have not been here.", DefaultValueFactory = _ => 1 };
        var atOnce = CommonOptions.Number("--at-once", 16, 1, MostAtOnce, "How many work at the same time; 1 is one after another, in one order.");
        var rate = Positive("--rate", "Answers a second of all together; as fast as they are taken when not given.");
        var pace = Positive("--pace", "Really wait this multiple of each response time; 1 is as slow as people.");
        var untilDone = new Option<bool>("--until-done") { Description = "New participants keep coming until every triplet is decided; needs --campaign." };
        var json = CommonOptions.Json();
        var command = new Command("simulate", "Send simulated participants to a HIT page. They judge by the pictures alone.")
        {
            link, campaign, participants, profile, seed, atOnce, rate, pace, untilDone, json,
        };
        host.AddTo(command);
        command.Validators.Add(result =>
        {
            if ((result.GetValue(link) is null) == (result.GetValue(campaign) is null)) result.AddError("Give either --link or --campaign.");
            if (result.GetValue(untilDone) && result.GetValue(campaign) is null) result.AddError("--until-done asks the operator's API; give --campaign.");
        });
        command.SetAction(async (parsed, cancel) =>
        {
            using var client = parsed.GetValue(campaign) is null ? null : host.Connect(parsed);
            var door = client is null ? null : new CampaignDoor(client, parsed.GetValue(campaign)!, TimeProvider.System);
            var options = new FleetOptions
            {
                Link = door is null ? HitLink.Parse(parsed.GetValue(link)!) : await door.Link(cancel),
                Participants = parsed.GetValue(participants),
                Mix = parsed.GetValue(profile)!,
                Seed = parsed.GetValue(seed),
                AtOnce = parsed.GetValue(atOnce),
                Rate = parsed.GetValue(rate),
                Pace = parsed.GetValue(pace) ?? 0,
                Until = parsed.GetValue(untilDone) ? door!.IsDecided : null,
            };
            return await Run(options, parsed.GetValue(json), cancel);
        });
        return command;
    }

    private static async Task<int> Run(FleetOptions options, bool json, CancellationToken cancel)
    {
        var result = await new Fleet(options, new PerceptualOracle(), TimeProvider.System).Run(json ? null : new ProgressLines(LineEvery, TimeProvider.System), cancel);
        if (json)
        {
            Terminal.Write(result);
        }
        else
        {
            Terminal.Line(string.Create(CultureInfo.InvariantCulture,
                $"{result.Acknowledged} of {result.Sent} answers stored in {result.Seconds:0.0} s ({result.PerSecond:0} a second); {result.HitsFinished} HITs finished, {result.Excluded} participants excluded."));
            Terminal.Table(["kind", "participants", "answers", "excluded"], result.Kinds.Select(kind => (IReadOnlyList<string>)
                [kind.Kind, $"{kind.Participants}", $"{kind.Acknowledged}", $"{kind.Excluded}"]));
        }

        foreach (var error in result.Errors) Terminal.Fault(error);
        if (result.ErrorCount > result.Errors.Count) Terminal.Fault($"and {result.ErrorCount - result.Errors.Count} more.");
        // An answer of somebody excluded a moment before is refused by the rules: that is no failure of the simulation.
        return result.ErrorCount == 0 ? 0 : 1;
    }

    private static Option<double?> Positive(string name, string description)
    {
        var option = new Option<double?>(name) { Description = description, HelpName = "R" };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && double.TryParse(token.Value, out var number) && number is not (> 0 and < 1e6))
                result.AddError($"{name} is {token.Value}; a number above 0 is possible.");
        });
        return option;
    }
}
