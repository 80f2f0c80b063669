using System.Buffers.Binary;
using Nights.Channels.Rehearsal;
using Nights.Local.Simulation.Pages;
using Nights.Local.Simulation.People;
using Nights.Local.Simulation.Sight;

namespace Nights.Local.Simulation.Rehearsal;

/// <summary>
/// The rehearsal channel's people, in the process of the local host: a fleet for each study, seeded by it, so that the same study has the same people. Who has
/// finished and is sent again finds their HIT finished and goes home.
/// </summary>
internal sealed partial class RehearsalFleet(PerceptualOracle oracle, TimeProvider clock, ILogger<RehearsalFleet> logger) : IRehearsalFleet, IAsyncDisposable
{
    /// <summary>Mostly good people, and the others that a rehearsal is for.</summary>
    private const string Mix = "good:0.8,spammer:0.1,quitter:0.05,left:0.05";

    private readonly Lock gate = new();
    private readonly Dictionary<Guid, (int Places, Task Work, CancellationTokenSource Stop)> working = [];

    public void Send(Guid study, Uri page, int places)
    {
        lock (gate)
        {
            var before = Task.CompletedTask;
            if (working.TryGetValue(study, out var known))
            {
                if (known.Places >= places && !known.Work.IsCompleted) return;
                before = known.Work;
            }

            var stop = new CancellationTokenSource();
            working[study] = (places, Work(study, page, places, before, stop.Token), stop);
        }
    }

    public void Recall(Guid study)
    {
        lock (gate)
        {
            if (working.Remove(study, out var known)) known.Stop.Cancel();
        }
    }

    public async ValueTask DisposeAsync()
    {
        List<(int, Task Work, CancellationTokenSource Stop)> all;
        lock (gate)
        {
            all = [.. working.Values];
            working.Clear();
        }

        foreach (var (_, work, stop) in all)
        {
            await stop.CancelAsync();
            await work;
            stop.Dispose();
        }
    }

    private async Task Work(Guid study, Uri page, int places, Task before, CancellationToken cancel)
    {
        await before;
        try
        {
            var options = new FleetOptions
            {
                Link = HitLink.Parse(page.AbsoluteUri),
                Participants = places,
                Mix = ParticipantMix.Parse(Mix),
                AtOnce = 8,
                Seed = BinaryPrimitives.ReadUInt32BigEndian(study.ToByteArray().AsSpan(12)),
            };
            var result = await new Fleet(options, oracle, clock).Run(null, cancel);
            LogHome(study, result.Participants, result.Acknowledged);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            LogRecalled(study);
        }
        catch (Exception fault)
        {
            LogFault(fault, study);
        }
    }

    [LoggerMessage(LogLevel.Information, "{People} simulated people of study {StudyId} have gone home after {Answers} answers")]
    private partial void LogHome(Guid studyId, int people, long answers);

    [LoggerMessage(LogLevel.Information, "The simulated people of study {StudyId} were called back")]
    private partial void LogRecalled(Guid studyId);

    [LoggerMessage(LogLevel.Error, "The simulated people of study {StudyId} could not work")]
    private partial void LogFault(Exception fault, Guid studyId);
}
