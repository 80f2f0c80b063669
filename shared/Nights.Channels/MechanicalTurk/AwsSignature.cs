using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Nights.Channels.MechanicalTurk;

/// <summary>
/// AWS Signature Version 4 of a request with its body at hand. Header values are trimmed and their inner runs of spaces made one; query parameters are
/// sorted after encoding. Checked against the vectors that AWS published (aws-sig-v4-test-suite).
/// </summary>
public static class AwsSignature
{
    private const string Algorithm = "AWS4-HMAC-SHA256";

    /// <summary>The value of the header Authorization.</summary>
    /// <param name="method">In capitals.</param>
    /// <param name="uri">Absolute; its path and query are signed as they stand.</param>
    /// <param name="headers">Those that are signed, host and x-amz-date among them, each once.</param>
    /// <param name="body">Exactly the bytes that are sent.</param>
    /// <param name="at">The time in x-amz-date.</param>
    public static string Authorization(
        string method, Uri uri, IEnumerable<KeyValuePair<string, string>> headers, ReadOnlySpan<byte> body, DateTimeOffset at,
        string accessKey, string secretKey, string region, string service)
    {
        ArgumentNullException.ThrowIfNull(uri);
        var signed = headers.Select(header => (Name: header.Key.ToLowerInvariant(), Value: Trimmed(header.Value))).OrderBy(header => header.Name, StringComparer.Ordinal).ToArray();
        var names = string.Join(';', signed.Select(header => header.Name));
        var canonical = string.Join('\n', [
            method, uri.AbsolutePath, Query(uri), .. signed.Select(header => $"{header.Name}:{header.Value}"), "", names, Convert.ToHexStringLower(SHA256.HashData(body))]);
        var scope = $"{Date(at)}/{region}/{service}/aws4_request";
        var text = string.Join('\n', Algorithm, Time(at), scope, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(canonical))));
        var key = Hmac(Hmac(Hmac(Hmac(Encoding.UTF8.GetBytes("AWS4" + secretKey), Date(at)), region), service), "aws4_request");
        return $"{Algorithm} Credential={accessKey}/{scope}, SignedHeaders={names}, Signature={Convert.ToHexStringLower(Hmac(key, text))}";
    }

    /// <summary>How x-amz-date writes a time.</summary>
    public static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);

    private static string Date(DateTimeOffset at) => at.UtcDateTime.ToString("yyyyMMdd", CultureInfo.InvariantCulture);

    private static string Query(Uri uri) => string.Join('&', uri.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries)
        .Select(pair => pair.Contains('=', StringComparison.Ordinal) ? pair : pair + "=")
        .OrderBy(pair => pair[..pair.IndexOf('=', StringComparison.Ordinal)], StringComparer.Ordinal).ThenBy(pair => pair, StringComparer.Ordinal));

    private static string Trimmed(string value) => string.Join(' ', value.Split(' ', StringSplitOptions.RemoveEmptyEntries));

    private static byte[] Hmac(byte[] key, string text) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text));
}
