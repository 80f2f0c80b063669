using System.CommandLine;
using System.Text.Json;

namespace Nights.Local.Commands;

/// <summary>nights participant: what a person may ask of whoever runs the study.</summary>
internal static class ParticipantCommand
{
    public static Command Create() => new("participant", "Hand a person what is kept about them, or erase it.")
    {
        Export(),
        Erase(),
    };

    private static Command Export()
    {
        var who = new Person();
        return HostCommand.Create("export", "Everything that is kept about one person, as JSON.", who.Symbols, async (client, parsed, _, cancel) =>
            Terminal.Write(await client.Post<JsonElement>("participants/export", who.Body(parsed), cancel)));
    }

    private static Command Erase()
    {
        var who = new Person();
        var sure = new Option<bool>("--yes") { Description = "Needed: what is erased cannot be brought back. Pay the person first." };
        return HostCommand.Create(
            "erase", "Erase a person: ids, texts, measurements. Their answers stay and lead to nobody.", [.. who.Symbols, sure], async (client, parsed, json, cancel) =>
            {
                if (!parsed.GetValue(sure)) throw new CommandFailedException("Erasing cannot be undone, and an erased person cannot be paid any more. Say --yes to do it.");
                var erased = await client.Post<JsonElement>("participants/erase", who.Body(parsed), cancel);
                if (json) Terminal.Write(erased);
                else Terminal.Line($"Erased: {erased.GetProperty("sessions")} sessions, {erased.GetProperty("identities")} identities, {erased.GetProperty("measurements")} measurements.");
            });
    }

    /// <summary>How a person is named: by our id, or by a channel with its id.</summary>
    private sealed class Person
    {
        private readonly Argument<Guid?> participant = new("PARTICIPANT") { Description = "Our id of the person, as the list of participants gives it.", Arity = ArgumentArity.ZeroOrOne };
        private readonly Option<string?> channel = new("--channel") { Description = "The channel that knows the person, e.g. own, prolific." };
        private readonly Option<string?> external = new("--external-id") { Description = "The channel's id of the person." };

        public Symbol[] Symbols => [participant, channel, external];

        public object Body(ParseResult parsed)
        {
            var (id, from, named) = (parsed.GetValue(participant), parsed.GetValue(channel), parsed.GetValue(external));
            if (id is null == (from is null || named is null)) throw new CommandFailedException("Name the person by PARTICIPANT, or by --channel and --external-id.");
            return new { participant = id, channel = from, externalId = named };
        }
    }
}
