using Nights.Channels;

namespace Nights.Campaigns.Studies;

/// <summary>Ids of a marketplace come in by a plain address and can be made up: only its own word makes them true.</summary>
internal static class Verification
{
    /// <summary>Whether somebody else must confirm who came. On our own pages nobody else knows.</summary>
    public static bool Needed(string channel) => channel is not (ChannelNames.Own or ChannelNames.Rehearsal);

    /// <summary>Whether the person the marketplace names is the one who came.</summary>
    public static bool IsGood(string channel, byte[]? came, byte[]? named) =>
        !Needed(channel) || (came is not null && named is not null && came.AsSpan().SequenceEqual(named));
}
