using System.Runtime.ExceptionServices;

namespace Nights.DreamSim.Triplets;

/// <summary>Work on many files at once whose first fault comes out as it is, not wrapped.</summary>
public static class FileFaults
{
    /// <param name="count">How many.</param>
    /// <param name="work">For one of them, on any core.</param>
    /// <param name="cancel">Stops between two.</param>
    /// <exception cref="InvalidDataException">As the work throws it.</exception>
    /// <exception cref="IOException">As the work throws it.</exception>
    public static void OnAllCores(int count, Action<int> work, CancellationToken cancel)
    {
        try
        {
            Parallel.For(0, count, new ParallelOptions { CancellationToken = cancel, MaxDegreeOfParallelism = Environment.ProcessorCount }, work);
        }
        catch (AggregateException e) when (e.InnerExceptions.FirstOrDefault() is InvalidDataException or IOException)
        {
            ExceptionDispatchInfo.Throw(e.InnerExceptions[0]);
        }
    }
}
