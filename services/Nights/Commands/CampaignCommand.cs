using System.CommandLine;
using System.Net.Http.Headers;
using System.Text.Json;
using Nights.Local.Client;

namespace Nights.Local.Commands;

/// <summary>nights campaign: create, list, show, and move along.</summary>
internal static class CampaignCommand
{
    public static Command Create() => new("campaign", "Create campaigns, look at them, and move them along.")
    {
        CreateDraft(),
        PolicyCommands.Forecast(),
        List(),
        Show(),
        Step("start", "Plan, paint, and let participants in."),
        Step("pause", "No new paintings and no new leases; answers under way are kept."),
        Step("resume", "Go on after a pause."),
        Step("drain", "Nothing new; decide what is there."),
        Failed(),
        Participants(),
        OrderAgain(),
        AgreementCommand.Create(),
        Link(),
        PolicyCommands.Replay(),
    };

    private static Command CreateDraft()
    {
        var spec = new Argument<FileInfo>("SPEC") { Description = "The campaign's spec: a .yaml or .json file." };
        return HostCommand.Create("create", "Create a draft from a spec.", [spec], async (client, parsed, json, cancel) =>
        {
            using var body = await SpecBody(parsed.GetRequiredValue(spec), cancel);
            var created = await client.Post<JsonElement>("campaigns", body, cancel);
            if (json) Terminal.Write(created);
            else Terminal.Line($"Created {created.GetProperty("name")} v{created.GetProperty("version")}, a draft. Start it with: nights campaign start {created.GetProperty("name")}");
        });
    }

    internal static async Task<ByteArrayContent> SpecBody(FileInfo file, CancellationToken cancel)
    {
        if (!file.Exists) throw new CommandFailedException($"There is no file '{file.FullName}'.");
        var body = new ByteArrayContent(await File.ReadAllBytesAsync(file.FullName, cancel));
        body.Headers.ContentType = new MediaTypeHeaderValue(file.Extension is ".json" ? "application/json" : "application/yaml");
        return body;
    }

    private static Command List() => HostCommand.Create("list", "All campaigns, the newest first.", [], async (client, _, json, cancel) =>
    {
        var campaigns = await client.Get<JsonElement>("campaigns", cancel);
        if (json)
        {
            Terminal.Write(campaigns);
            return;
        }

        Terminal.Table(
            ["name", "state", "painted", "accepted", "dropped", "votes", "spent"],
            campaigns.Deserialize<CampaignReport[]>(OperatorClient.Json)!.Select(campaign => new[]
            {
                $"{campaign.Name} v{campaign.Version}", Word(campaign), $"{campaign.Painting.Painted} of {campaign.Painting.Total}", $"{campaign.Triplets.Accepted}",
                $"{campaign.Triplets.Dropped}", $"{campaign.Votes.Counted}", $"{campaign.Spend.PaidMinor} of {campaign.Spend.CapMinor} {campaign.Spend.Currency} minor units",
            }));
    });

    private static Command Show()
    {
        var campaign = Which();
        return HostCommand.Create("show", "One campaign and where it stands.", [campaign], async (client, parsed, json, cancel) =>
            Print(await client.Get<JsonElement>(Path(parsed.GetRequiredValue(campaign)), cancel), json));
    }

    private static Command Step(string name, string description)
    {
        var campaign = Which();
        return HostCommand.Create(name, description, [campaign], async (client, parsed, json, cancel) =>
            Print(await client.Post<JsonElement>($"{Path(parsed.GetRequiredValue(campaign))}/{name}", body: null, cancel), json));
    }

    private static Command Link()
    {
        var campaign = Which();
        return HostCommand.Create("link", "Make an address for participants.", [campaign], async (client, parsed, json, cancel) =>
        {
            var link = await client.Post<JsonElement>($"{Path(parsed.GetRequiredValue(campaign))}/links", new { channel = "own" }, cancel);
            if (json) Terminal.Write(link);
            else Terminal.Line(link.GetProperty("url").GetString()!);
        });
    }

    private static Command Failed()
    {
        var campaign = Which();
        return HostCommand.Create("failed", "Paintings that could not be had, and why.", [campaign], async (client, parsed, json, cancel) =>
        {
            var answer = await client.Get<JsonElement>($"{Path(parsed.GetRequiredValue(campaign))}/paintings?state=failed&size=200", cancel);
            if (json)
            {
                Terminal.Write(answer);
                return;
            }

            var failed = answer.Deserialize<FailedPaintingsReport>(OperatorClient.Json)!;
            Terminal.Table(
                ["painting", "attempts", "generator", "prompt", "reason"],
                failed.Items.Select(painting => new[]
                {
                    $"{painting.Number}", $"{painting.Attempt + 1}", painting.Generator ?? "", painting.Prompt, painting.Failure ?? "",
                }));
            if (failed.Total > failed.Items.Count) Terminal.Line($"{failed.Items.Count} of {failed.Total} are shown.");
        });
    }

    private static Command Participants()
    {
        var campaign = Which();
        return HostCommand.Create("participants", "Who judges, how well, and what the quality rules say of it.", [campaign], async (client, parsed, json, cancel) =>
        {
            var answer = await client.Get<JsonElement>($"{Path(parsed.GetRequiredValue(campaign))}/participants?size=200", cancel);
            if (json)
            {
                Terminal.Write(answer);
                return;
            }

            var people = answer.Deserialize<ParticipantsReport>(OperatorClient.Json)!;
            Terminal.Table(
                ["participant", "state", "answers", "gold", "accuracy (95 %)", "agreement", "left", "median", "too fast", "repeats", "findings"],
                people.Items.Select(person => person.Cells()));
            if (people.Total > people.Items.Count) Terminal.Line($"{people.Items.Count} of {people.Total} are shown.");
        });
    }

    private static Command OrderAgain()
    {
        var campaign = Which();
        return HostCommand.Create("order-again", "Order all failed paintings again.", [campaign], async (client, parsed, json, cancel) =>
        {
            var answer = await client.Post<JsonElement>($"{Path(parsed.GetRequiredValue(campaign))}/paintings/order", body: null, cancel);
            if (json) Terminal.Write(answer);
            else Terminal.Line($"{answer.GetProperty("count")} paintings are ordered again.");
        });
    }

    internal static Argument<string> Which() => new("CAMPAIGN") { Description = "Id, name (its newest version) or name@version." };

    internal static string Path(string campaign) => $"campaigns/{Uri.EscapeDataString(campaign)}";

    private static void Print(JsonElement answer, bool json)
    {
        if (json)
        {
            Terminal.Write(answer);
            return;
        }

        var campaign = answer.Deserialize<CampaignReport>(OperatorClient.Json)!;
        var spend = campaign.Spend;
        List<string[]> rows =
        [
            ["campaign", $"{campaign.Name} v{campaign.Version} ({campaign.Id})"],
            ["state", Word(campaign)],
            ["paintings", $"{campaign.Painting.Painted} painted of {campaign.Painting.Total}, {campaign.Painting.Ordered} ordered, {campaign.Painting.Waiting} to be painted anew, {campaign.Painting.Failed} failed"],
            ["screened out", campaign.Screened.Count is 0 ? "nothing" : string.Join(", ", campaign.Screened.Select(entry => $"{entry.Value} {entry.Key}"))],
            ["triplets", $"{campaign.Triplets.Accepted} accepted, {campaign.Triplets.Dropped} dropped, {campaign.Triplets.Queued} waiting for votes, {campaign.Triplets.Void} void, {campaign.Triplets.Total} in all"],
            ["votes", $"{campaign.Votes.Counted} counted, {campaign.Votes.GoldRight} of {campaign.Votes.Gold} gold right, {campaign.Votes.Practice} practice, {campaign.Votes.Late} late, {campaign.Votes.Quarantined} quarantined, {campaign.Votes.Reported} reported"],
            ["participants", $"{campaign.Participants.Total}, {campaign.Participants.Finished} finished, {campaign.Participants.Excluded} excluded"],
            ["spend", $"{spend.PaidMinor} paid, {spend.CommittedMinor} committed, {spend.CapMinor} at most ({spend.Currency} minor units)"],
        ];
        if (spend.ImagesMinor + spend.ImagesReservedMinor > 0) rows.Add(["pictures", $"{spend.ImagesMinor} paid, {spend.ImagesReservedMinor} set aside"]);
        if (spend.OverspentMinor > 0) rows.Add(["overspent", $"{spend.OverspentMinor}: pictures cost more than was set aside for them"]);
        if (campaign.OrderingStopped is { } stopped) rows.Add(["ordering stopped", stopped]);
        if (campaign.Painting.Failed > 0) rows.Add(["see also", $"nights campaign failed {campaign.Name}@{campaign.Version}; nights campaign order-again {campaign.Name}@{campaign.Version}"]);
        Terminal.Table(["", ""], rows);
    }

    private static string Word(CampaignReport campaign) => campaign.State.ToString().ToLowerInvariant();
}
