namespace Nights.Local.Simulation.Sight;

/// <summary>A picture that was looked at.</summary>
/// <param name="Key">First 64 bits of the SHA-256 of its file without padding: the same picture under another address is the same.</param>
/// <param name="Impression">What is in it.</param>
internal sealed record SeenPicture(long Key, Impression Impression);
