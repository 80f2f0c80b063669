using Nights.Domain.Perturbations;
using Nights.Domain.Randomness;

namespace Nights.Domain.Campaigns;

/// <summary>
/// What a campaign paints, computed from its spec: same spec and number, same painting, whoever asks and in whatever order.
/// Categories come round in shuffled turns, so each is painted equally often (to within one); no seed comes twice.
/// </summary>
public sealed class PaintingPlan
{
    /// <summary>Where the category stands in a template.</summary>
    public const string Placeholder = "{category}";

    /// <summary>A reference and two to compare with it.</summary>
    public const int PicturesPerPainting = 3;

    private const long SeedStream = 1;
    private const long FirstCategoryStream = 2;

    private readonly CampaignSpec spec;
    private readonly IReadOnlyList<string> categories;
    private readonly SeededPermutation seeds;
    private readonly VariationPlan? variations;

    private PaintingPlan(CampaignSpec spec)
    {
        this.spec = spec;
        categories = Categories(spec.Prompts);
        if (categories.Count == 0) throw new ArgumentException("prompts.sets and prompts.categories are both empty; name at least one.", nameof(spec));
        seeds = new SeededPermutation(1L << 32, spec.Seed, SeedStream);
        variations = VariationPlan.Of(spec);
    }

    /// <summary>The plan of a checked spec. Keep it to ask for many paintings.</summary>
    public static PaintingPlan Of(CampaignSpec spec) => new(spec);

    /// <summary>One painting of a checked spec.</summary>
    public static PlannedPainting At(CampaignSpec spec, int number) => Of(spec).At(number);

    /// <summary>The categories of a spec: the sets in their order, then the operator's own; a label named twice counts once.</summary>
    public static IReadOnlyList<string> Categories(PromptSpec prompts) =>
        [.. prompts.Sets.SelectMany(LabelSets.Read).Concat(prompts.Categories.Select(category => category.Trim())).Distinct(StringComparer.Ordinal)];

    /// <summary>The painting of a number.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is not in [0, painting.count).</exception>
    public PlannedPainting At(int number)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(number);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(number, spec.Painting.Count);
        var (turn, place) = Math.DivRem(number, categories.Count);
        var category = categories[(int)new SeededPermutation(categories.Count, spec.Seed, FirstCategoryStream + turn).At(place)];
        var first = (long)number * PicturesPerPainting;
        long[] own = [seeds.At(first), seeds.At(first + 1), seeds.At(first + 2)];
        return new PlannedPainting(
            category, LabelSets.IsImageNet(category), Prompt(spec.Prompts, category), own, variations?.At(number, category, own) ?? []);
    }

    /// <summary>The template with a category in its place.</summary>
    internal static string Prompt(PromptSpec prompts, string category) => prompts.Template.Replace(Placeholder, category, StringComparison.Ordinal);
}
