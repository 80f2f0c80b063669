using System.Globalization;
using Nights.Domain.Campaigns;
using Nights.Domain.Perturbations;

namespace Nights.Campaigns.Console.Parts;

/// <summary>Variations as the console writes them.</summary>
internal static class VariationWords
{
    /// <summary>What pictures 1 and 2 of a painting change, e.g. "colour 0.25 (labShift) against pose 0.5 (promptBlend)".</summary>
    public static string Of(IReadOnlyList<IReadOnlyList<Perturbation>> pictures) => string.Join(" against ", pictures.Skip(1).Select(changes => string.Join(" + ", changes.Select(Change))));

    /// <summary>What a campaign varies, e.g. "colour, pose at 0.25, 0.5; one against another".</summary>
    public static string Of(VariationSpec variations) =>
        $"{string.Join(", ", variations.Dimensions.Select(dimension => dimension.Word()))} at {string.Join(", ", variations.Levels.Select(Level))}; {Pairing(variations.Pairing)}";

    private static string Change(Perturbation change) => $"{change.Dimension.Word()} {Level(change.Level)} ({change.Operator.Word()})";

    private static string Level(double level) => level.ToString(CultureInfo.InvariantCulture);

    private static string Pairing(VariationPairing pairing) => pairing switch
    {
        VariationPairing.TradeOff => "one against another",
        VariationPairing.Ladder => "one at two levels",
        VariationPairing.Mixed => "one against another, and one at two levels",
        _ => throw new ArgumentOutOfRangeException(nameof(pairing), pairing, "A pairing is tradeOff, ladder or mixed."),
    };
}
