namespace Nights.TestServers.Marketplaces;

/// <summary>A call that the protocol does not allow.</summary>
public sealed class MarketplaceRefusalException(int status, string code, string message) : Exception(message)
{
    public int Status { get; } = status;

    public string Code { get; } = code;
}
