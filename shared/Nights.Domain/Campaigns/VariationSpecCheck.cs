using System.Globalization;
using Nights.Domain.Perturbations;

namespace Nights.Domain.Campaigns;

internal static class VariationSpecCheck
{
    private const int MostLevels = 20;
    private const int MostPhrases = 50;
    private const int LongestPhrase = 100;
    private static readonly string Dimensions = string.Join(", ", Enum.GetValues<PerturbationDimension>().Select(dimension => dimension.Word()));

    public static void Check(VariationSpec variations, SpecFindings found)
    {
        var whole = ReadDimensions(variations.Dimensions, found) & Levels(variations.Levels, found);
        found.Member("pairing", variations.Pairing);
        if (whole) Pairing(variations, found);
        if (variations.Operators is null) found.Add("operators", "has no value; leave the key out for the defaults.");
        else Operators(variations, found.Of("operators"));
        Phrases("texturePhrases", variations.TexturePhrases, found);
        Phrases("posePhrases", variations.PosePhrases, found);
    }

    private static bool ReadDimensions(IReadOnlyList<PerturbationDimension>? dimensions, SpecFindings found)
    {
        if (dimensions is not { Count: > 0 })
        {
            found.Add("dimensions", $"is empty; name at least one of {Dimensions}, or leave painting.variations out for three seeds of one prompt.");
            return false;
        }

        var whole = true;
        for (var i = 0; i < dimensions.Count; i++)
        {
            var problem = !Enum.IsDefined(dimensions[i]) ? $"{dimensions[i]} is not known; there are {Dimensions}."
                : dimensions.Take(i).Contains(dimensions[i]) ? $"{dimensions[i].Word()} is there twice; name each dimension once."
                : null;
            if (problem is not null) found.Add($"dimensions[{i}]", problem);
            whole &= problem is null;
        }

        return whole;
    }

    private static bool Levels(IReadOnlyList<double>? levels, SpecFindings found)
    {
        if (levels is not { Count: > 0 })
        {
            found.Add("levels", "is empty; write at least one number above 0 and at most 1, e.g. [0.25, 0.5, 0.75].");
            return false;
        }

        if (levels.Count > MostLevels)
        {
            found.Add("levels", $"has {levels.Count} levels; at most {MostLevels} are allowed.");
            return false;
        }

        var whole = true;
        for (var i = 0; i < levels.Count; i++)
        {
            var problem = !(levels[i] > 0 && levels[i] <= 1) ? "is outside 0 to 1; write a number above 0, which changes nothing, and at most 1."
                : levels.Take(i).Contains(levels[i]) ? "is there twice; write each level once."
                : null;
            if (problem is not null) found.Add($"levels[{i}]", string.Create(CultureInfo.InvariantCulture, $"{levels[i]} {problem}"));
            whole &= problem is null;
        }

        return whole;
    }

    private static void Pairing(VariationSpec variations, SpecFindings found)
    {
        var (dimensions, levels) = (variations.Dimensions.Count, variations.Levels.Count);
        if (variations.Pairing is VariationPairing.TradeOff or VariationPairing.Mixed && dimensions < 2)
        {
            found.Add("pairing", $"{Word(variations.Pairing)} sets two dimensions against each other and there is only {variations.Dimensions[0].Word()}; name another or write ladder.");
        }

        if (variations.Pairing is VariationPairing.Ladder or VariationPairing.Mixed && levels < 2)
        {
            found.Add("pairing", string.Create(
                CultureInfo.InvariantCulture,
                $"{Word(variations.Pairing)} sets two levels against each other and there is only {variations.Levels[0]}; write another or write tradeOff."));
        }
    }

    private static void Operators(VariationSpec variations, SpecFindings found)
    {
        foreach (var dimension in Enum.GetValues<PerturbationDimension>())
        {
            if (variations.Operators.Named(dimension) is not { } way) continue;
            var admitted = DimensionOperators.Of(dimension);
            if (!admitted.Contains(way))
            {
                var named = Enum.IsDefined(way) ? way.Word() : $"{way}";
                found.Add(dimension.Word(), $"{named} does not change {dimension.Word()}; write {string.Join(" or ", admitted.Select(one => one.Word()))}.");
            }
            else if (variations.Dimensions is { } used && !used.Contains(dimension))
            {
                found.Add(dimension.Word(), $"{way.Word()} is named for {dimension.Word()}, which is not among painting.variations.dimensions; add it there or leave this key out.");
            }
        }
    }

    private static void Phrases(string key, IReadOnlyList<string>? phrases, SpecFindings found)
    {
        if (phrases is null) return;
        if (phrases.Count is 0 or > MostPhrases) found.Add(key, $"has {phrases.Count} phrases; write 1 to {MostPhrases}, or leave the key out for the defaults.");
        for (var i = 0; i < Math.Min(phrases.Count, MostPhrases); i++) found.Line($"{key}[{i}]", phrases[i], LongestPhrase);
    }

    private static string Word(VariationPairing pairing) => pairing switch
    {
        VariationPairing.TradeOff => "tradeOff",
        VariationPairing.Ladder => "ladder",
        VariationPairing.Mixed => "mixed",
        _ => throw new ArgumentOutOfRangeException(nameof(pairing), pairing, "A pairing is tradeOff, ladder or mixed."),
    };
}
