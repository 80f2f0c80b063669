using Nights.Contracts;
using Nights.Diffusion.Pipelines;

namespace Nights.Generator.Painting;

/// <summary>Whoever turns an order into three pictures: a model opened here, or a service elsewhere.</summary>
internal interface ITripletPainter
{
    /// <summary>Whether orders for this model are for this painter.</summary>
    bool Paints(string model);

    /// <summary>Paints the three pictures of an order, in the order of its seeds.</summary>
    /// <param name="order">What is to be painted.</param>
    /// <param name="alone">Not together with other orders: it may be what broke them.</param>
    /// <param name="cancel">Whoever ordered it waits no longer.</param>
    /// <exception cref="OrderRefusedException">The order can never be painted; nothing was spent on it.</exception>
    /// <exception cref="PaintingRefusedException">It can never be painted, and this is what finding out took.</exception>
    /// <exception cref="PaintingInterruptedException">It may be painted later, and goes on where it was.</exception>
    /// <exception cref="PaintingFaultException">Painting broke, for a reason that lies in the order or the painter; after three times the order is parked.</exception>
    Task<PaintedTriplet> Paint(PaintTriplet order, bool alone, CancellationToken cancel);
}

/// <summary>Three pictures, and what was screened out and paid on the way.</summary>
/// <param name="Pictures">In the order of the seeds.</param>
/// <param name="Screened">Candidates that were screened out, by reason.</param>
/// <param name="CostMinor">All that was paid for the order's attempt so far, in minor units: a running total, not an addition.</param>
internal sealed record PaintedTriplet(IReadOnlyList<FinishedPicture> Pictures, IReadOnlyDictionary<string, int> Screened, long CostMinor);

/// <summary>What an order took although nothing came of it; the members mean what they do in <see cref="PaintedTriplet"/>.</summary>
internal sealed record PaintingToll(IReadOnlyDictionary<string, int> Screened, long CostMinor)
{
    public static readonly PaintingToll None = new(new Dictionary<string, int>(), 0);
}

/// <summary>
/// No repetition can fulfil the order, and something was spent or screened out before that showed. The message names the value, the limit and the mend.
/// </summary>
internal sealed class PaintingRefusedException(string message, PaintingToll toll, Exception? cause = null) : Exception(message, cause)
{
    public PaintingToll Toll { get; } = toll;
}

/// <summary>The world stood in the way. The same order, given again, goes on with what was already had.</summary>
internal sealed class PaintingInterruptedException(string message, PaintingToll toll, Exception? cause = null) : Exception(message, cause)
{
    public PaintingToll Toll { get; } = toll;
}
