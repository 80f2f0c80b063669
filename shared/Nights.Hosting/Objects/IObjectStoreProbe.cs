namespace Nights.Hosting.Objects;

/// <summary>Asks the store itself whether it can be used now. Throws what is wrong.</summary>
internal interface IObjectStoreProbe
{
    Task Probe(CancellationToken cancel);
}
