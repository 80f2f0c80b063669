using System.CommandLine;
using Nights.DreamSim.Native;

namespace Nights.Local.Commands;

/// <summary>Options of the commands that run the metric.</summary>
internal static class MetricOptions
{
    public static Option<DirectoryInfo> Model() => new("--model")
    {
        Description = "Folder of the metric: model.json and its weights.",
        HelpName = "DIR",
        Required = true,
    };

    public static Option<DirectoryInfo> Snapshot() => new("--snapshot")
    {
        Description = "Folder of a snapshot in the NIGHTS layout: data.csv and its pictures.",
        HelpName = "PATH",
        Required = true,
    };

    public static Option<string> Device()
    {
        var device = new Option<string>("--device") { Description = "auto, cpu or cuda.", DefaultValueFactory = _ => "auto" };
        device.AcceptOnlyFromAmong("auto", "cpu", "cuda");
        return device;
    }

    public static Option<int> Threads()
    {
        var threads = new Option<int>("--threads") { Description = "Threads of libtorch; 0 is one for each core." };
        threads.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && int.TryParse(token.Value, out var number) && number < 0)
                result.AddError($"--threads is {number}; 0 or more are possible.");
        });
        return threads;
    }

    public static Option<Precision> Arithmetic()
    {
        var precision = new Option<Precision>("--precision")
        {
            Description = "float32, tf32 or bfloat16: in which numbers the backbones compute. bfloat16 is for frozen backbones.",
            HelpName = "NUMBERS",
        };
        precision.AcceptOnlyFromAmong("float32", "tf32", "bfloat16");
        return precision;
    }

    public static ComputeOptions Compute(string device, int threads, Precision precision) => new() { Device = device, Threads = threads, Precision = precision };
}
