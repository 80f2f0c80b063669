namespace Nights.Campaigns.Specs;

/// <summary>The text is no well-formed YAML or JSON.</summary>
internal sealed class SpecFormatException(string message) : Exception(message);
