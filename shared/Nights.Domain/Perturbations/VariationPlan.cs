using Nights.Domain.Campaigns;
using Nights.Domain.Randomness;

namespace Nights.Domain.Perturbations;

/// <summary>
/// What the pictures of each painting change about picture 0: a function of spec and number. The other seed of a picture is the one that it would have been
/// painted from without variations; a ladder changes the same thing more and less, so both its pictures share one seed and one prompt.
/// </summary>
public sealed class VariationPlan
{
    // Far above the streams of the category turns, which are counted from 2.
    private const long WordStream = 1L << 42;

    private readonly CampaignSpec spec;
    private readonly VariationSpec variations;
    private readonly VariationTurns turns;
    private readonly Siblings siblings;
    private readonly IReadOnlyList<string> textures;
    private readonly IReadOnlyList<string> poses;

    private VariationPlan(CampaignSpec spec, VariationSpec variations)
    {
        (this.spec, this.variations) = (spec, variations);
        turns = new VariationTurns(VariationPair.All(variations), spec.Seed);
        siblings = new Siblings(spec.Prompts);
        textures = variations.TexturePhrases ?? ViewPhrases.Textures(spec.Painting.Model);
        poses = variations.PosePhrases ?? ViewPhrases.Poses(spec.Painting.Model);
    }

    /// <summary>The plan of a checked spec; null where only the seeds differ.</summary>
    public static VariationPlan? Of(CampaignSpec spec) => spec.Painting.Variations is { } variations ? new VariationPlan(spec, variations) : null;

    /// <summary>One list a picture; that of picture 0 is empty.</summary>
    /// <param name="number">The painting's.</param>
    /// <param name="category">Its category.</param>
    /// <param name="seeds">Its three seeds.</param>
    public IReadOnlyList<IReadOnlyList<Perturbation>> At(int number, string category, IReadOnlyList<long> seeds)
    {
        var pair = turns.At(number);
        var words = SplitMix64.Stream(spec.Seed, WordStream + number);
        var first = Change(pair.One, category, seeds[1], words);
        var second = pair.IsLadder ? first with { Level = pair.Other.Level } : Change(pair.Other, category, seeds[2], words);
        return [[], [first], [second]];
    }

    private Perturbation Change(GradedChange change, string category, long seed, SplitMix64 words)
    {
        var way = variations.Operators.Of(change.Dimension);
        return new Perturbation(change.Dimension, way, change.Level, seed, way.FollowsPrompt() ? Prompt(change.Dimension, category, words) : null);
    }

    /// <summary>The prompt that a picture moves towards; its own where the dimension has no words.</summary>
    private string Prompt(PerturbationDimension dimension, string category, SplitMix64 words) => dimension switch
    {
        PerturbationDimension.Texture => PaintingPlan.Prompt(spec.Prompts, category) + textures[words.Next(textures.Count)],
        PerturbationDimension.Pose => PaintingPlan.Prompt(spec.Prompts, category) + poses[words.Next(poses.Count)],
        PerturbationDimension.Content => PaintingPlan.Prompt(spec.Prompts, siblings.Of(category, words.Next)),
        PerturbationDimension.Colour or PerturbationDimension.Layout => PaintingPlan.Prompt(spec.Prompts, category),
        _ => throw new ArgumentOutOfRangeException(nameof(dimension), dimension, "A dimension is colour, texture, layout, pose or content."),
    };
}
