using System.CommandLine;
using Nights.Local.Client;

namespace Nights.Local.Commands;

/// <summary>A command that asks a running host and prints its answer.</summary>
internal static class HostCommand
{
    /// <param name="arguments">Arguments and further options.</param>
    /// <param name="run">Gets the host, what was parsed, and whether JSON is wanted.</param>
    public static Command Create(
        string name, string description, IEnumerable<Symbol> arguments, Func<OperatorClient, ParseResult, bool, CancellationToken, Task> run)
    {
        var json = CommonOptions.Json();
        var host = new HostChoice();
        var command = new Command(name, description);
        foreach (var symbol in arguments)
        {
            if (symbol is Argument argument) command.Arguments.Add(argument);
            else command.Options.Add((Option)symbol);
        }

        command.Options.Add(json);
        host.AddTo(command);
        command.SetAction(async (parsed, cancel) =>
        {
            using var client = host.Connect(parsed);
            await run(client, parsed, parsed.GetValue(json), cancel);
            return 0;
        });
        return command;
    }
}
