namespace Nights.Domain.Campaigns;

/// <summary>Whether pictures are shown to the model's safety checker; one that it flags is screened out and painted anew.</summary>
public enum PictureSafety
{
    /// <summary>Where the model has one.</summary>
    Optional = 0,

    /// <summary>A model without one is refused.</summary>
    Required = 1,

    /// <summary>Never.</summary>
    Off = 2,
}
