using Nights.Contracts;

namespace Nights.Generator.Painting;

/// <summary>An order on the easel.</summary>
/// <param name="Order">What is to be painted.</param>
/// <param name="Kind">What it can be painted together with.</param>
/// <param name="Alone">Painted by itself: it was in a batch that failed before.</param>
/// <param name="Cancel">Whoever ordered it waits no longer.</param>
internal sealed record PaintJob(PaintTriplet Order, PaintKind Kind, bool Alone, CancellationToken Cancel)
{
    public TaskCompletionSource<PaintedSheet> Painted { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>It is painted or failed, or nobody waits for it.</summary>
    public bool IsOver => Painted.Task.IsCompleted || Cancel.IsCancellationRequested;
}
