using Nights.Contracts;

namespace Nights.Crowd.Painted;

/// <summary>A painting whose row is locked and waits for just this answer.</summary>
/// <param name="Message">What the generator says.</param>
/// <param name="Number">Place in the campaign's plan.</param>
/// <param name="Repeats">Times in a row that it came out like an earlier painting.</param>
/// <param name="ReservedMinor">Set aside for its pictures.</param>
internal sealed record AwaitedPainting(TripletPainted Message, int Number, int Repeats, long ReservedMinor)
{
    public Guid Id => Message.PaintingId;

    /// <summary>What the pictures cost, whatever becomes of them.</summary>
    public long CostMinor => Math.Max(0, Message.CostMinor);
}
