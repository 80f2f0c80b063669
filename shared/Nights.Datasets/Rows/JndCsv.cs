using System.Globalization;
using System.Text;
using Nights.Datasets.Writing;
using Nights.Domain.Jnd;
using Nights.Domain.Snapshots;
using Nights.Domain.Voting;

namespace Nights.Datasets.Rows;

/// <summary>
/// jnd.csv of a snapshot: one row for each pair and study. <c>similarity</c> is the share of participants who called the pair the same, with its 95 % interval after
/// Wilson; <c>d_prime</c> is against the identical pairs of the same study and empty where none was judged. Pairs go with their triplet's split.
/// </summary>
public static class JndCsv
{
    public const string FileName = "jnd.csv";

    public const string Header =
        "id,pair,ref_path,candidate_path,same,judgements,similarity,similarity_low,similarity_high,d_prime,d_prime_low,d_prime_high,split,campaign,variant,mask,image_ms,gap_ms";

    /// <summary>The bytes: UTF-8 without a mark, LF, rows by id, pair and campaign, invariant numbers.</summary>
    /// <param name="pairs">Each of a triplet that has a split.</param>
    /// <param name="splits">The split of a triplet by its number.</param>
    public static byte[] Write(IEnumerable<JudgedPair> pairs, IReadOnlyDictionary<int, Split> splits)
    {
        ArgumentNullException.ThrowIfNull(splits);
        var text = new StringBuilder(Header).Append('\n');
        foreach (var pair in pairs.OrderBy(pair => pair.Number).ThenBy(pair => pair.Candidate).ThenBy(pair => pair.Study.Campaign, StringComparer.Ordinal))
        {
            var (low, high) = pair.Rate.Wilson();
            var sensitivity = Sensitivity.Of(pair.Rate, pair.Study.Identical);
            var spec = pair.Study.Spec;
            text.Append(CultureInfo.InvariantCulture, $"{pair.Number},{pair.Candidate},{DatasetPaths.Reference(pair.Number)},");
            text.Append(pair.Candidate is Variation.A ? DatasetPaths.A(pair.Number) : DatasetPaths.B(pair.Number));
            text.Append(CultureInfo.InvariantCulture, $",{pair.Rate.Same},{pair.Rate.Total},{pair.Rate.Share:0.######},{low:0.######},{high:0.######}");
            text.Append(CultureInfo.InvariantCulture, $",{sensitivity?.DPrime:0.######},{sensitivity?.Interval.Low:0.######},{sensitivity?.Interval.High:0.######}");
            text.Append(CultureInfo.InvariantCulture, $",{splits[pair.Number].Word()},");
            CsvRecords.Write(text, pair.Study.Campaign);
            text.Append(CultureInfo.InvariantCulture, $",{Word(spec.Variant)},{Word(spec.Mask)},{spec.ImageMs},{spec.GapMs}\n");
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static string Word(JndVariant variant) => variant is JndVariant.Interleaved ? "interleaved" : "pair";

    private static string Word(JndMask mask) => mask is JndMask.Noise ? "noise" : "blank";
}
