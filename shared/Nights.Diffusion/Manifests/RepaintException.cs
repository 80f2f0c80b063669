namespace Nights.Diffusion.Manifests;

/// <summary>A picture cannot be painted again from its manifest; the message says what differs.</summary>
public sealed class RepaintException(string message) : Exception(message);
