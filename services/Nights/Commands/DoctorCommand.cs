using System.CommandLine;
using Nights.Local.Health;

namespace Nights.Local.Commands;

/// <summary>nights doctor: what is installed, reachable and missing, each with its mend.</summary>
internal static class DoctorCommand
{
    public static Command Create()
    {
        var data = CommonOptions.Data();
        var json = CommonOptions.Json();
        var command = new Command("doctor", "Look for everything the local host needs and say how to get what is missing.") { data, json };
        command.SetAction(async (parsed, cancel) =>
        {
            var findings = await Examination.Run(parsed.GetRequiredValue(data).FullName, cancel);
            if (parsed.GetValue(json)) Terminal.Write(findings);
            else foreach (var finding in findings) Terminal.Line($"{(finding.Ok ? "ok" : finding.Needed ? "MISSING" : "absent"),-8} {finding.Name}: {finding.Detail}");
            return findings.All(finding => finding.Ok || !finding.Needed) ? 0 : 1;
        });
        return command;
    }
}
