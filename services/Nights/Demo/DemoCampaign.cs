using Nights.Domain.Campaigns;

namespace Nights.Local.Demo;

/// <summary>The campaign of the demonstration: small pictures of everyday things, each painted picture in turn the reference of a triplet.</summary>
internal static class DemoCampaign
{
    public const string Name = "demo";
    public const int TripletsPerPainting = 3;

    /// <summary>What the procedural model can draw and people can tell apart.</summary>
    public static readonly string[] Nouns =
    [
        "apple", "bear", "bird", "boat", "bottle", "bridge", "butterfly", "cactus", "camel", "car", "castle", "cat",
        "chair", "clock", "cup", "dog", "elephant", "fish", "flower", "guitar", "hat", "horse", "house", "lamp",
        "leaf", "lion", "moon", "mountain", "mushroom", "owl", "pear", "rabbit", "rocket", "ship", "tree", "turtle",
    ];

    public static CampaignSpec Spec(DemoOptions options) => new()
    {
        Name = Name,
        Seed = options.Seed,
        Prompts = new PromptSpec { Categories = Nouns },
        Painting = new PaintingSpec
        {
            Count = (options.Triplets + TripletsPerPainting - 1) / TripletsPerPainting,
            Roles = TripletRoles.Rotate,
            Model = "procedural",
            Size = 256,
            Steps = 6,
            Guidance = 1,
        },
        Hit = new HitSpec { TrialsPerPage = 20, TrialsPerHit = 100, Minutes = 8, Contact = "nobody: these participants are simulated" },
        Budget = new BudgetSpec { CapMinor = 10_000_000 },

        // Everything that is not trained on is held out for the score; nothing is tuned on a third part.
        Splits = new SplitSpec { Test = 0.3, Val = 0 },
    };
}
