using System.Text.RegularExpressions;
using Nights.Domain.Perturbations;

namespace Nights.Domain.Campaigns;

/// <summary>
/// What is wrong with a spec, all of it at once, so that an operator mends a file in one go. An empty list means the spec can be
/// planned, painted, shown and paid as it stands.
/// </summary>
public static partial class CampaignSpecCheck
{
    /// <summary>Every error, in the order of the spec's parts.</summary>
    public static IReadOnlyList<SpecError> Check(CampaignSpec spec)
    {
        var errors = new List<SpecError>();
        var whole = new SpecFindings(errors, "");
        Name(whole, spec.Name);
        whole.Range("seed", spec.Seed, 0, (1L << 53) - 1);
        whole.Member("task", spec.Task);
        if (spec.Task is CampaignTask.Jnd) Part(spec.Jnd, "jnd", JndSpecCheck.Check);
        // Whoever judges the triplets of another campaign paints nothing.
        if (spec.SourceOfTriplets() is null)
        {
            Part(spec.Prompts, "prompts", PromptSpecCheck.Check);
            Part(spec.Painting, "painting", PaintingSpecCheck.Check);
        }

        Part(spec.Votes, "votes", VoteSpecCheck.Check);
        Part(spec.Quality, "quality", QualitySpecCheck.Check);
        Part(spec.Hit, "hit", HitSpecCheck.Check);
        Part(spec.Budget, "budget", Budget);
        Part(spec.Splits, "splits", Splits);
        if (spec.Guide is not null) Part(spec.Guide, "guide", GuideSpecCheck.Check);
        if (errors.Count == 0) Together(whole, spec);
        return errors;

        void Part<T>(T? part, string key, Action<T, SpecFindings> check) where T : class
        {
            if (part is null) whole.Add(key, "has no value; leave the key out for the defaults.");
            else check(part, new SpecFindings(errors, key));
        }
    }

    private static void Name(SpecFindings found, string? name)
    {
        if (name is null) found.Add("name", "is missing; write 2 to 60 lower-case letters, digits and hyphens.");
        else if (!NamePattern().IsMatch(name))
        {
            found.Add("name", $"'{name}' is not a name; write 2 to 60 lower-case letters, digits and hyphens, a letter or digit first and last.");
        }
    }

    private static void Budget(BudgetSpec budget, SpecFindings found)
    {
        if (budget.Currency is null || !CurrencyPattern().IsMatch(budget.Currency))
        {
            found.Add("currency", $"'{budget.Currency}' is not a currency; write the three capitals of ISO 4217, e.g. USD.");
        }

        found.Range("payPerTrialMinor", budget.PayPerTrialMinor, 0, 100_000, " minor units");
        found.Range("capMinor", budget.CapMinor, 0, 1_000_000_000_000, " minor units");
    }

    private static void Splits(SplitSpec splits, SpecFindings found)
    {
        var shares = found.Range("test", splits.Test, 0, 1) & found.Range("val", splits.Val, 0, 1);
        if (shares && splits.Test + splits.Val >= 1)
        {
            found.Add("test", FormattableString.Invariant($"test {splits.Test} and val {splits.Val} leave nothing to train on; their sum must be below 1."));
        }

        found.Line("salt", splits.Salt, 100);
    }

    /// <summary>What only shows when parts that are right by themselves are seen together.</summary>
    private static void Together(SpecFindings found, CampaignSpec spec)
    {
        var page = Budgets.Spend.OfTrials(spec.Hit.TrialsPerPage, spec.Budget.PayPerTrialMinor);
        if (page > spec.Budget.CapMinor)
        {
            found.Add("budget.capMinor", $"{spec.Budget.CapMinor} does not pay for one page of {spec.Hit.TrialsPerPage} trials; at least {page} is needed.");
        }

        if (spec.Task is CampaignTask.Jnd) JndSpecCheck.Together(spec, found);
        if (spec.Guide is { } guide) GuideSpecCheck.Together(spec, guide, found);
        if (spec.SourceOfTriplets() is not null) return;
        var picture = Budgets.ImageCost.OfPainting(spec.Painting);
        if (picture > 0 && page + picture > spec.Budget.CapMinor)
        {
            found.Add("budget.capMinor", $"{spec.Budget.CapMinor} does not pay for one painting ({picture}) and one page of trials ({page}); at least {picture + page} is needed.");
        }

        Prompts(found, spec);
    }

    private static void Prompts(SpecFindings found, CampaignSpec spec)
    {
        var categories = PaintingPlan.Categories(spec.Prompts);
        var longest = categories.MaxBy(category => category.Length)!;
        var length = PaintingPlan.Prompt(spec.Prompts, longest).Length;
        if (length > PromptSpecCheck.LongestPrompt)
        {
            found.Add("prompts.template", $"gives a prompt of {length} characters with '{longest}'; at most {PromptSpecCheck.LongestPrompt} are allowed.");
        }
        else if (spec.Painting.Variations is { } variations)
        {
            Phrase("texturePhrases", variations.TexturePhrases);
            Phrase("posePhrases", variations.PosePhrases);
            if (categories.Count == 1 && variations.Dimensions.Contains(PerturbationDimension.Content) && variations.Operators.Of(PerturbationDimension.Content).FollowsPrompt())
            {
                found.Add("painting.variations.dimensions", $"content moves towards another category and there is only '{longest}'; name a second one in prompts.");
            }
        }

        void Phrase(string key, IReadOnlyList<string>? phrases)
        {
            if (phrases?.MaxBy(phrase => phrase.Length) is not { } phrase || length + phrase.Length <= PromptSpecCheck.LongestPrompt) return;
            found.Add(
                $"painting.variations.{key}",
                $"gives a prompt of {length + phrase.Length} characters with '{longest}' and '{phrase}'; at most {PromptSpecCheck.LongestPrompt} are allowed.");
        }
    }

    [GeneratedRegex(@"^[a-z0-9][a-z0-9-]{0,58}[a-z0-9]\z", RegexOptions.CultureInvariant)]
    private static partial Regex NamePattern();

    [GeneratedRegex(@"^[A-Z]{3}\z", RegexOptions.CultureInvariant)]
    private static partial Regex CurrencyPattern();
}
