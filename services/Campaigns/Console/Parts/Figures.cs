using System.Globalization;
using Nights.Campaigns.Console.Live;

namespace Nights.Campaigns.Console.Parts;

/// <summary>Numbers as the console writes them.</summary>
internal static class Figures
{
    private static readonly HashSet<string> WithoutMinorUnits = ["BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "VND", "VUV", "XAF", "XOF", "XPF"];

    public static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    public static string Share(double part, double whole) => whole > 0 ? (part / whole).ToString("0.0 %", CultureInfo.InvariantCulture) : "–";

    public static string WholeShare(double part, double whole) => whole > 0 ? (part / whole).ToString("0 %", CultureInfo.InvariantCulture) : "–";

    /// <summary>An amount in minor units with its currency, e.g. "$12.60" or "12.60 EUR".</summary>
    public static string Money(double minor, string currency)
    {
        var text = WithoutMinorUnits.Contains(currency)
            ? minor.ToString("N0", CultureInfo.InvariantCulture)
            : (minor / 100).ToString("N2", CultureInfo.InvariantCulture);
        return currency is "USD" ? $"${text}" : $"{text} {currency}";
    }

    public static string Span(TimeSpan span) => span switch
    {
        { TotalMinutes: < 1 } => "under 1 min",
        { TotalHours: < 1 } => $"{(int)span.TotalMinutes} min",
        { TotalDays: < 2 } => $"{(int)span.TotalHours} h {span.Minutes:D2}",
        _ => $"{(int)span.TotalDays} days",
    };

    public static string Moment(DateTimeOffset at) => at.ToUniversalTime().ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    /// <summary>Wilson's 95 % interval of a share.</summary>
    public static (double Low, double High) Interval(long right, long total)
    {
        const double Z = 1.959964;
        if (total is 0) return (0, 1);
        var share = (double)right / total;
        var centre = share + Z * Z / (2 * total);
        var half = Z * Math.Sqrt((share * (1 - share) + Z * Z / (4 * total)) / total);
        return ((centre - half) / (1 + Z * Z / total), (centre + half) / (1 + Z * Z / total));
    }

    /// <summary>Time until every triplet is decided at the pace of the last five minutes; null when nothing moves.</summary>
    public static TimeSpan? Left(Board board)
    {
        var counts = board.Campaign.Triplets;
        var open = counts.Total - counts.Accepted - counts.Dropped - counts.Void;
        return open is 0 || board.Pace.DecidedInFiveMinutes is 0 ? null : TimeSpan.FromMinutes(5.0 * open / board.Pace.DecidedInFiveMinutes);
    }
}
