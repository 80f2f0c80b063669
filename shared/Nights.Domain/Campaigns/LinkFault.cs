namespace Nights.Domain.Campaigns;

/// <summary>Why a link was not taken.</summary>
public enum LinkFault
{
    None = 0,

    /// <summary>Not one of ours, cut short, or changed.</summary>
    Invalid = 1,

    /// <summary>Ours, but its time is over.</summary>
    Expired = 2,
}
