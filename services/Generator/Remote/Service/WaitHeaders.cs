using System.Globalization;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;

namespace Nights.Generator.Remote.Service;

/// <summary>
/// How long a service wants to be left alone. Retry-After (RFC 9110, section 10.2.3: seconds or a date) and its kin retry-after-ms rule; without them, the
/// x-ratelimit-reset-* headers of the limits that are used up, which give lengths such as "6m0s", "1.5s" and "20ms", or plain seconds.
/// </summary>
internal static partial class WaitHeaders
{
    private const string Remaining = "x-ratelimit-remaining-", Reset = "x-ratelimit-reset-";

    /// <summary>After an answer of 429 or 503, or null.</summary>
    public static TimeSpan? AfterRefusal(HttpResponseHeaders headers, DateTimeOffset now) =>
        RetryAfter(headers, now) ?? UsedUp(headers) ?? Longest(headers, _ => true);

    /// <summary>After any answer: the wait for limits it has just used up, or null.</summary>
    public static TimeSpan? UsedUp(HttpResponseHeaders headers) => Longest(headers, limit => Value(headers, Remaining + limit) == "0");

    /// <summary>A length such as 1h2m3.5s, 20ms or 60, or null.</summary>
    public static TimeSpan? Length(string text)
    {
        if (Seconds(text) is { } plain)
            return plain;
        var parts = Lengths().Match(text);
        if (text.Length == 0 || !parts.Success)
            return null;
        return Part("h", 3_600_000) + Part("m", 60_000) + Part("s", 1000) + Part("ms", 1);

        TimeSpan Part(string unit, double milliseconds) => parts.Groups[unit] is { Success: true } part
            ? TimeSpan.FromMilliseconds(double.Parse(part.Value, CultureInfo.InvariantCulture) * milliseconds)
            : TimeSpan.Zero;
    }

    private static TimeSpan? RetryAfter(HttpResponseHeaders headers, DateTimeOffset now)
    {
        if (Value(headers, "retry-after-ms") is { } milliseconds && Seconds(milliseconds) is { } thousandfold)
            return thousandfold / 1000;
        if (Value(headers, "Retry-After") is not { } text)
            return null;
        if (Seconds(text) is { } seconds)
            return seconds;
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
            ? (at > now ? at - now : TimeSpan.Zero)
            : null;
    }

    private static TimeSpan? Longest(HttpResponseHeaders headers, Func<string, bool> counts) => headers
        .Where(header => header.Key.StartsWith(Reset, StringComparison.OrdinalIgnoreCase) && counts(header.Key[Reset.Length..]))
        .Select(header => Length(header.Value.First()))
        .Max();

    private static string? Value(HttpResponseHeaders headers, string name) => headers.TryGetValues(name, out var values) ? values.First().Trim() : null;

    // No service means a wait of more than a year.
    private static TimeSpan? Seconds(string text) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && seconds < 31_536_000_000
            ? TimeSpan.FromSeconds(seconds)
            : null;

    [GeneratedRegex(
        @"^(?:(?<h>\d{1,6}(?:\.\d+)?)h)?(?:(?<m>\d{1,6}(?:\.\d+)?)m(?!s))?(?:(?<s>\d{1,6}(?:\.\d+)?)s)?(?:(?<ms>\d{1,9}(?:\.\d+)?)ms)?$",
        RegexOptions.CultureInvariant)]
    private static partial Regex Lengths();
}
