using Nights.Channels;

namespace Nights.Campaigns.Channels;

/// <summary>The channels of this installation, by their words.</summary>
internal sealed class CrowdChannels(IEnumerable<ICrowdChannel> channels)
{
    private readonly Dictionary<string, ICrowdChannel> known = channels.ToDictionary(channel => channel.Name, StringComparer.Ordinal);

    public IReadOnlyCollection<string> Names => known.Keys;

    public IEnumerable<ICrowdChannel> All => known.Values;

    public ICrowdChannel? Find(string name) => known.GetValueOrDefault(name);

    /// <exception cref="InvalidOperationException">A row names a channel that this program does not have.</exception>
    public ICrowdChannel Get(string name) => Find(name) ?? throw new InvalidOperationException($"There is no channel '{name}' here; {string.Join(", ", Names)} are known.");
}
