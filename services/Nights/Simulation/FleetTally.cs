using System.Collections.Concurrent;
using Nights.Local.Simulation.People;

namespace Nights.Local.Simulation;

/// <summary>Counts what the participants of a fleet do, from many at once.</summary>
internal sealed class FleetTally(TimeProvider clock)
{
    private const int MostErrors = 100;

    private readonly long start = clock.GetTimestamp();
    private readonly ConcurrentQueue<Guid> acknowledged = [];
    private readonly ConcurrentQueue<string> errors = [];
    private readonly long[] acknowledgedOf = new long[Enum.GetValues<ParticipantKind>().Length];
    private readonly int[] participantsOf = new int[Enum.GetValues<ParticipantKind>().Length];
    private readonly int[] excludedOf = new int[Enum.GetValues<ParticipantKind>().Length];
    private long sent, confirmed, practice, practiceRight, pay;
    private int active, ended, finished, left, errorCount;

    public FleetProgress Progress
    {
        get
        {
            var stored = Interlocked.Read(ref confirmed);
            return new FleetProgress(stored, stored / Math.Max(1e-3, Seconds), Volatile.Read(ref active), Volatile.Read(ref ended));
        }
    }

    private double Seconds => clock.GetElapsedTime(start).TotalSeconds;

    public void Arrived(ParticipantKind kind)
    {
        Interlocked.Increment(ref participantsOf[(int)kind]);
        Interlocked.Increment(ref active);
    }

    public void Ended(ParticipantKind kind, Departure departure)
    {
        Interlocked.Decrement(ref active);
        Interlocked.Increment(ref ended);
        if (departure == Departure.Excluded) Interlocked.Increment(ref excludedOf[(int)kind]);
        if (departure is Departure.Left or Departure.Vanished) Interlocked.Increment(ref left);
    }

    public void Sent() => Interlocked.Increment(ref sent);

    public void Acknowledged(ParticipantKind kind, Guid submission, bool inPractice, bool right)
    {
        acknowledged.Enqueue(submission);
        Interlocked.Increment(ref confirmed);
        Interlocked.Increment(ref acknowledgedOf[(int)kind]);
        if (!inPractice) return;
        Interlocked.Increment(ref practice);
        if (right) Interlocked.Increment(ref practiceRight);
    }

    public void Finished(long payMinor)
    {
        Interlocked.Increment(ref finished);
        Interlocked.Add(ref pay, payMinor);
    }

    public void Paid(long payMinor) => Interlocked.Add(ref pay, payMinor);

    public void Error(string message)
    {
        if (Interlocked.Increment(ref errorCount) <= MostErrors) errors.Enqueue(message);
    }

    public FleetResult Result(long repeats) => new()
    {
        Participants = participantsOf.Sum(),
        Sent = sent,
        Acknowledged = confirmed,
        Practice = practice,
        PracticeRight = practiceRight,
        HitsFinished = finished,
        Excluded = excludedOf.Sum(),
        Left = left,
        PayMinor = pay,
        Repeats = repeats,
        Seconds = Seconds,
        Kinds = [.. Enum.GetValues<ParticipantKind>().Where(kind => participantsOf[(int)kind] > 0).Select(kind =>
            new KindResult(ParticipantMix.Word(kind), participantsOf[(int)kind], acknowledgedOf[(int)kind], excludedOf[(int)kind]))],
        Errors = [.. errors],
        ErrorCount = errorCount,
        AcknowledgedSubmissions = [.. acknowledged],
    };
}
