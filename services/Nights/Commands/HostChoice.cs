using System.CommandLine;
using Nights.Local.Client;

namespace Nights.Local.Commands;

/// <summary>The options by which a command finds its host.</summary>
internal sealed class HostChoice
{
    private readonly Option<string?> url = new("--url") { Description = "Operators' address of a host elsewhere; its key comes from NIGHTS_KEY.", HelpName = "URL" };
    private readonly Option<DirectoryInfo> data = CommonOptions.Data();

    public void AddTo(Command command)
    {
        command.Options.Add(url);
        command.Options.Add(data);
    }

    public OperatorClient Connect(ParseResult parsed) => OperatorClient.Connect(parsed.GetValue(url), parsed.GetRequiredValue(data).FullName);
}
