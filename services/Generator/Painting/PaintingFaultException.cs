namespace Nights.Generator.Painting;

/// <summary>Painting an order broke, for a reason that lies in the painting and not in the stores around it. Another try may work; after three the order is parked.</summary>
internal sealed class PaintingFaultException(Exception cause) : Exception(cause.Message, cause);
