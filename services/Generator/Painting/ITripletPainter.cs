using Nights.Contracts;
using Nights.Diffusion.Pipelines;

namespace Nights.Generator.Painting;

/// <summary>A source of pictures: our own models, or a service that paints for money.</summary>
internal interface ITripletPainter
{
    /// <summary>Whether orders for this model are its business.</summary>
    bool Paints(string model);

    /// <summary>Paints the three pictures of an order, screened and made ready to be stored.</summary>
    /// <param name="order">What is to be painted.</param>
    /// <param name="alone">Not together with others: it may be what broke a batch.</param>
    /// <param name="cancel">Whoever ordered it waits no longer.</param>
    /// <exception cref="OrderRefusedException">The order can never be painted.</exception>
    /// <exception cref="ScreenedOutException">Nothing that may be shown came of it.</exception>
    /// <exception cref="PaintingFaultException">Painting broke; it may work another time.</exception>
    Task<PaintedTriplet> Paint(PaintTriplet order, bool alone, CancellationToken cancel);
}

/// <summary>Three pictures ready to be stored, what was turned away on the way, and what it cost in minor units.</summary>
internal sealed record PaintedTriplet(IReadOnlyList<FinishedPicture> Pictures, IReadOnlyDictionary<string, int> Screened, long CostMinor);
