using System.CommandLine;

namespace Nights.Local.Commands;

/// <summary>Options that mean the same wherever they appear.</summary>
internal static class CommonOptions
{
    /// <summary>The data folder of the local host: --data, else NIGHTS_DATA, else ./nights-data.</summary>
    public static Option<DirectoryInfo> Data() => new("--data")
    {
        Description = "Data folder of the local host; NIGHTS_DATA or ./nights-data when not given.",
        HelpName = "DIR",
        DefaultValueFactory = _ => new DirectoryInfo(Environment.GetEnvironmentVariable("NIGHTS_DATA") is { Length: > 0 } given ? given : "nights-data"),
    };

    public static Option<bool> Json() => new("--json") { Description = "Print the result as JSON." };

    /// <summary>A TCP port.</summary>
    public static Option<int> Port(string name, int standard, string description)
    {
        var option = new Option<int>(name) { Description = description, HelpName = "PORT", DefaultValueFactory = _ => standard };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && int.TryParse(token.Value, out var port) && port is < 1 or > 65535)
                result.AddError($"{name} is {port}; 1 to 65535 are possible.");
        });
        return option;
    }

    /// <summary>A whole number within limits.</summary>
    public static Option<int> Number(string name, int standard, int least, int most, string description)
    {
        var option = new Option<int>(name) { Description = description, HelpName = "N", DefaultValueFactory = _ => standard };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && int.TryParse(token.Value, out var number) && (number < least || number > most))
                result.AddError($"{name} is {number}; {least} to {most} are possible.");
        });
        return option;
    }
}
