namespace Nights.Domain.Campaigns;

/// <summary>
/// The categories that may stand in for another when a picture changes what it shows: the others of its label set, or of the operator's own list; where
/// that has no other, those of the whole campaign.
/// </summary>
public sealed class Siblings
{
    private readonly Dictionary<string, IReadOnlyList<string>> family = new(StringComparer.Ordinal);

    public Siblings(PromptSpec prompts)
    {
        var own = prompts.Categories.Select(category => category.Trim());
        foreach (var members in prompts.Sets.Select(LabelSets.Read).Append([.. own]))
        {
            IReadOnlyList<string> distinct = [.. members.Distinct(StringComparer.Ordinal)];
            foreach (var member in distinct) family.TryAdd(member, distinct);
        }

        var all = PaintingPlan.Categories(prompts);
        foreach (var alone in all.Where(category => family[category].Count == 1).ToList()) family[alone] = all;
    }

    /// <summary>A sibling: never the category itself.</summary>
    /// <param name="category">One of the campaign's.</param>
    /// <param name="draw">Gives a number in [0, limit).</param>
    /// <exception cref="InvalidOperationException">The campaign has no other category.</exception>
    public string Of(string category, Func<int, int> draw)
    {
        var members = family[category];
        if (members.Count < 2) throw new InvalidOperationException($"'{category}' is the campaign's only category; content needs another to move towards.");
        var others = members.Where(member => member != category);
        return others.ElementAt(draw(members.Count - 1));
    }
}
