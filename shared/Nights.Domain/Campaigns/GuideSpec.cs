namespace Nights.Domain.Campaigns;

/// <summary>How a registered model guides the campaign: which triplets are asked about sooner, and which not at all. A campaign without this part is not guided.</summary>
public sealed record GuideSpec
{
    /// <summary>The model, as "name" (its newest version when the campaign is created) or "name@version".</summary>
    public required string Model { get; init; }

    /// <summary>Whether triplets whose votes are expected to tell more come sooner.</summary>
    public bool Rank { get; init; } = true;

    /// <summary>Triplets whose two variations are at most this far apart for the model are not shown to anybody; 0 to 2, and 0 screens nothing.</summary>
    public double Screen { get; init; }
}
