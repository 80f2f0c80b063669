using System.CommandLine;
using System.Globalization;
using System.Text.Json;

namespace Nights.Local.Commands;

/// <summary>nights hit: publish HITs on a channel, look at them, and pay for them.</summary>
internal static class HitCommand
{
    public static Command Create() => new("hit", "Publish HITs on a channel, look at who came, and pay.")
    {
        Channels(),
        Publish(),
        Status(),
        Extend(),
        Step("pause", "Show the study to nobody new for a while."),
        Step("resume", "Show it again."),
        Step("stop", "End it. Who is at work may finish and is paid."),
        Step("reconcile", "Ask the channel for all submissions now."),
        HitPayCommand.Create(),
    };

    private static Command Channels() => HostCommand.Create("channels", "Channels of this installation and what they lack.", [], async (client, _, json, cancel) =>
    {
        var all = await client.Get<JsonElement>("channels", cancel);
        if (json) Terminal.Write(all);
        else Terminal.Table(["channel", "ready", "note"], all.EnumerateArray().Select(row => new[] { Text(row, "name"), row.GetProperty("ready").GetBoolean() ? "yes" : "no", Text(row, "missing") is { Length: > 0 } missing ? missing : Text(row, "note") }));
    });

    private static Command Publish()
    {
        var campaign = new Argument<string>("CAMPAIGN") { Description = "Id, name (its newest version) or name@version." };
        var channel = new Option<string>("--channel") { Description = "own, rehearsal, prolific or mturk.", HelpName = "NAME", DefaultValueFactory = _ => "own" };
        var places = CommonOptions.Number("--places", 10, 1, 100_000, "People wanted.");
        var days = CommonOptions.Number("--days", 30, 1, 120, "Days it stays open.");
        return HostCommand.Create("publish", "Offer a campaign's HITs on a channel.", [campaign, channel, places, days], async (client, parsed, json, cancel) =>
        {
            var study = await client.Post<JsonElement>(
                $"campaigns/{Uri.EscapeDataString(parsed.GetRequiredValue(campaign))}/studies",
                new { channel = parsed.GetValue(channel), places = parsed.GetValue(places), days = parsed.GetValue(days) }, cancel);
            if (json) Terminal.Write(study);
            else Terminal.Line($"Study {Text(study, "id")} is being published on {Text(study, "channel")}. Its page: {Text(study, "page")}");
        });
    }

    private static Command Status()
    {
        var campaign = new Argument<string>("CAMPAIGN") { Description = "Id, name (its newest version) or name@version." };
        return HostCommand.Create("status", "Studies of a campaign, their submissions and their pay.", [campaign], async (client, parsed, json, cancel) =>
        {
            var studies = await client.Get<JsonElement>($"campaigns/{Uri.EscapeDataString(parsed.GetRequiredValue(campaign))}/studies", cancel);
            if (json)
            {
                Terminal.Write(studies);
                return;
            }

            Terminal.Table(
                ["study", "channel", "state", "there", "places", "came", "waiting", "unverified", "promised", "paid", "an hour", "top-up", "trouble"],
                studies.EnumerateArray().Select(study => new[]
                {
                    Text(study, "id"), Text(study, "channel"), Text(study, "state"), Text(study, "remoteWord"), Text(study, "places"), Text(study, "submissions"), Text(study, "waiting"),
                    Text(study, "unverified"), Money(study, "promisedMinor"), Money(study, "paidMinor"), Money(study, "hourlyMinor"), Money(study, "topUpMinor"), Text(study, "failure"),
                }));
        });
    }

    private static Command Extend()
    {
        var study = Study();
        var places = new Argument<int>("PLACES") { Description = "People wanted in all; more than now." };
        return HostCommand.Create("extend", "Raise a study's places.", [study, places], async (client, parsed, json, cancel) =>
            Print(await client.Post<JsonElement>($"studies/{parsed.GetRequiredValue(study)}/extend", new { places = parsed.GetRequiredValue(places) }, cancel), json));
    }

    private static Command Step(string name, string description)
    {
        var study = Study();
        return HostCommand.Create(name, description, [study], async (client, parsed, json, cancel) =>
            Print(await client.Post<JsonElement>($"studies/{parsed.GetRequiredValue(study)}/{name}", body: null, cancel), json));
    }

    private static void Print(JsonElement study, bool json)
    {
        if (json) Terminal.Write(study);
        else Terminal.Line($"Study {Text(study, "id")} on {Text(study, "channel")}: {Text(study, "state")}, {Text(study, "places")} places.");
    }

    private static Argument<Guid> Study() => new("STUDY") { Description = "Id of a study; nights hit status lists them." };

    internal static string Text(JsonElement row, string name) => row.TryGetProperty(name, out var value) && value.ValueKind is not JsonValueKind.Null ? value.ToString() : "";

    internal static string Money(JsonElement row, string name) => row.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.Number
        ? $"{(value.GetInt64() / 100m).ToString("0.00", CultureInfo.InvariantCulture)} {Text(row, "currency")}".TrimEnd()
        : "–";
}
