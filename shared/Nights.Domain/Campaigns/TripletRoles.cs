namespace Nights.Domain.Campaigns;

/// <summary>Which triplets a painting serves.</summary>
public enum TripletRoles
{
    /// <summary>One: picture 0 is the reference, as in NIGHTS.</summary>
    Nights = 0,

    /// <summary>Three: each picture in turn is the reference. More labels for the same paint; they are not independent and share a group.</summary>
    Rotate = 1,
}
