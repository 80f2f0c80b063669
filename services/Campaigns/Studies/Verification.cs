using Nights.Channels;

namespace Nights.Campaigns.Studies;

/// <summary>Ids of a marketplace come in by a plain address and can be made up: only its own word makes them true.</summary>
internal static class Verification
{
    /// <summary>Whether somebody else must confirm who came. On our own pages nobody else knows.</summary>
    public static bool Needed(string channel) => channel is not (ChannelNames.Own or ChannelNames.Rehearsal);

    /// <summary>Whether the person the marketplace names is the one who came, as far as is known.</summary>
    public static bool IsGood(string channel, bool? verified) => !Needed(channel) || verified is true;
}
