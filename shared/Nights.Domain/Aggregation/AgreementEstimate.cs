using Nights.Domain.Aggregation.Statistics;

namespace Nights.Domain.Aggregation;

/// <summary>
/// Agreement beyond chance on one set of items. Meaningless on items that an adaptive filter has already picked by agreement: they agree by construction.
/// Take it on round 1, which everything enters, and on gold.
/// </summary>
/// <param name="Value">1 is perfect, 0 is chance, below is worse; null where it is not defined: too few votes, or only one label was ever given.</param>
/// <param name="Interval">95 %, bootstrap over items; null with the value.</param>
/// <param name="Items">Items it rests on.</param>
/// <param name="Votes">Their votes.</param>
/// <param name="Undefined">Why there is no value; null when there is one.</param>
public sealed record AgreementEstimate(double? Value, Interval? Interval, int Items, long Votes, string? Undefined)
{
    /// <summary>What alpha and kappa may not be read as.</summary>
    public const string Caution =
        "Alpha and kappa are taken on round 1 and on gold only: later rounds hold what people agreed on before, so agreement there is built in. They compare the canonical A and B, never left and right.";
}
