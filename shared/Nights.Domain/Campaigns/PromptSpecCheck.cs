namespace Nights.Domain.Campaigns;

internal static class PromptSpecCheck
{
    /// <summary>Longest prompt in characters; text encoders read 77 tokens of it.</summary>
    public const int LongestPrompt = 500;

    private const int MostCategories = 10_000;
    private const int LongestCategory = 200;

    public static void Check(PromptSpec prompts, SpecFindings found)
    {
        if (found.Line("template", prompts.Template, LongestPrompt)) Template(prompts.Template, found);
        Sets(prompts.Sets, found);
        Categories(prompts.Categories, found);
        if (prompts is { Sets.Count: 0, Categories.Count: 0 })
        {
            found.Add("sets", $"prompts.sets and prompts.categories are both empty; name a set ({string.Join(", ", LabelSets.Names)}) or a category.");
        }
    }

    private static void Template(string template, SpecFindings found)
    {
        var count = template.Split(PaintingPlan.Placeholder).Length - 1;
        if (count != 1) found.Add("template", $"'{template}' holds {PaintingPlan.Placeholder} {count} times; write it exactly once.");
    }

    private static void Sets(IReadOnlyList<string>? sets, SpecFindings found)
    {
        if (sets is null)
        {
            found.Add("sets", "has no value; leave the key out or write [].");
            return;
        }

        for (var i = 0; i < sets.Count; i++)
        {
            if (!LabelSets.Names.Contains(sets[i])) found.Add($"sets[{i}]", $"'{sets[i]}' is not a label set; there are {string.Join(", ", LabelSets.Names)}.");
        }
    }

    private static void Categories(IReadOnlyList<string>? categories, SpecFindings found)
    {
        if (categories is null)
        {
            found.Add("categories", "has no value; leave the key out or write [].");
            return;
        }

        if (categories.Count > MostCategories) found.Add("categories", $"{categories.Count} are too many; at most {MostCategories} are allowed.");
        for (var i = 0; i < Math.Min(categories.Count, MostCategories); i++) found.Line($"categories[{i}]", categories[i], LongestCategory);
    }
}
