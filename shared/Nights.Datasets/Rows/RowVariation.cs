using System.Globalization;
using Nights.Domain.Perturbations;

namespace Nights.Datasets.Rows;

/// <summary>What a picture changes about the reference, as three fields of data.csv. Several changes at once are joined by a plus sign, in their order.</summary>
/// <param name="Dimension">colour, texture, layout, pose or content.</param>
/// <param name="Operator">E.g. noiseSlerp.</param>
/// <param name="Level">In [0, 1].</param>
public sealed record RowVariation(string Dimension, string Operator, string Level)
{
    /// <summary>Null where nothing is known to be changed.</summary>
    public static RowVariation? Of(IReadOnlyList<Perturbation> changes) => changes.Count == 0
        ? null
        : new RowVariation(
            string.Join('+', changes.Select(change => change.Dimension.Word())),
            string.Join('+', changes.Select(change => change.Operator.Word())),
            string.Join('+', changes.Select(change => change.Level.ToString(CultureInfo.InvariantCulture))));
}
