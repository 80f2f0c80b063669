namespace Nights.Domain.Campaigns;

/// <summary>
/// Everything a campaign is, as its operator wrote it. Immutable once the campaign runs: a change is a new version.
/// Read from YAML or JSON; CampaignSpecCheck says what is wrong with one.
/// </summary>
public sealed record CampaignSpec
{
    /// <summary>Lower-case letters, digits and hyphens, 2 to 60 of them; also the name of the dataset.</summary>
    public required string Name { get; init; }

    /// <summary>The campaign's seed in [0, 2⁵³): same seed and same spec, same triplets.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>What participants are asked; <see cref="Jnd"/> is read for the second.</summary>
    public CampaignTask Task { get; init; } = CampaignTask.TwoAfc;

    public JndSpec Jnd { get; init; } = new();
    public PromptSpec Prompts { get; init; } = new();
    public PaintingSpec Painting { get; init; } = new();
    public VoteSpec Votes { get; init; } = new();
    public QualitySpec Quality { get; init; } = new();
    public HitSpec Hit { get; init; } = new();
    public BudgetSpec Budget { get; init; } = new();
    public SplitSpec Splits { get; init; } = new();

    /// <summary>The registered model that guides the campaign; null for none.</summary>
    public GuideSpec? Guide { get; init; }

    /// <summary>The campaign whose accepted triplets are judged instead of paintings of its own; null for all others.</summary>
    public string? SourceOfTriplets() => Task is CampaignTask.Jnd ? Jnd?.Source : null;
}
