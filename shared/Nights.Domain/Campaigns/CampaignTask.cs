namespace Nights.Domain.Campaigns;

/// <summary>What participants of a campaign are asked.</summary>
public enum CampaignTask
{
    /// <summary>Two alternatives, forced choice: which of two pictures is more similar to the reference?</summary>
    TwoAfc = 0,

    /// <summary>Just noticeable difference: were the two pictures that flashed by the same?</summary>
    Jnd = 1,
}
