using System.CommandLine;
using System.CommandLine.Invocation;
using System.Runtime.InteropServices;

namespace Nights.Local.Commands;

/// <summary>The one command and all it can do. Exit code 0 means done, 1 failed, 2 asked for something that does not exist.</summary>
internal static class CommandLine
{
    private const int Failed = 1, BadUsage = 2;

    public static async Task<int> Run(string[] args)
    {
        using var stop = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => Stop(signal, stop));
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal => Stop(signal, stop));

        var parsed = Root().Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors) Terminal.Fault(error.Message);
            Terminal.Fault($"'{Path(parsed.CommandResult)} --help' shows what is possible.");
            return BadUsage;
        }

        try
        {
            // Signals are ours: the host must stop in order, however long PostgreSQL takes.
            var code = await parsed.InvokeAsync(
                new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null }, stop.Token);
            return parsed.Action is ParseErrorAction ? BadUsage : code;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            Terminal.Fault("Interrupted.");
            return Failed;
        }
        catch (Exception fault)
        {
            Terminal.Fault(Environment.GetEnvironmentVariable("NIGHTS_DEBUG") is "1" ? fault.ToString() : Faults.Sentence(fault));
            return Failed;
        }
    }

    private static RootCommand Root() => new("Makes perceptual-similarity datasets: paints triplets, has people judge them, keeps those they agree on, and fine-tunes DreamSim.")
    {
        UpCommand.Create(),
        DemoCommand.Create(),
        CampaignCommand.Create(),
        HitCommand.Create(),
        ParticipantCommand.Create(),
        SimulateCommand.Create(),
        SnapshotCommand.Create(),
        PaintCommand.Create(),
        TrainCommand.Create(),
        EvaluateCommand.Create(),
        AnalyzeCommand.Create(),
        ScoreCommand.Create(),
        EmbedCommand.Create(),
        RetrieveCommand.Create(),
        InvertCommand.Create(),
        ImportCommand.Create(),
        ExportCommand.Create(),
        ModelCommand.Create(),
        BenchCommand.Create(),
        DoctorCommand.Create(),
    };

    // The first signal asks; the second one is left to the runtime, which ends the process.
    private static void Stop(PosixSignalContext signal, CancellationTokenSource stop)
    {
        if (stop.IsCancellationRequested) return;
        signal.Cancel = true;
        stop.Cancel();
    }

    private static string Path(System.CommandLine.Parsing.CommandResult command) =>
        command.Parent is System.CommandLine.Parsing.CommandResult parent ? $"{Path(parent)} {command.Command.Name}" : "nights";
}
