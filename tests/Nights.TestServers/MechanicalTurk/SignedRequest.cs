using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Amazon.Runtime;
using Amazon.Runtime.Internal.Auth;
using Microsoft.AspNetCore.Http;
using Nights.TestServers.Marketplaces;

namespace Nights.TestServers.MechanicalTurk;

/// <summary>Checks Signature Version 4 of an incoming request. The signing key is AWS's own code, so that the client's is not held against itself.</summary>
internal static class SignedRequest
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(15);

    public static void Check(HttpRequest request, byte[] body, string accessKey, string secretKey, string service, DateTimeOffset now)
    {
        var header = request.Headers.Authorization.ToString();
        if (!header.StartsWith("AWS4-HMAC-SHA256 ", StringComparison.Ordinal)) throw Bad("MissingAuthenticationTokenException", "The request is not signed.");
        var parts = header["AWS4-HMAC-SHA256 ".Length..].Split(", ").Select(part => part.Split('=', 2)).ToDictionary(part => part[0], part => part[1]);
        if (parts["Credential"].Split('/') is not [var key, var date, var region, var named, "aws4_request"] || key != accessKey || named != service)
            throw Bad("UnrecognizedClientException", "The credential is not known.");
        var time = request.Headers["x-amz-date"].ToString();
        if (!DateTimeOffset.TryParseExact(time, "yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) || (now - at).Duration() > Window || !time.StartsWith(date, StringComparison.Ordinal))
            throw Bad("RequestExpired", "x-amz-date is not now.");
        var names = parts["SignedHeaders"].Split(';');
        foreach (var needed in new[] { "host", "x-amz-date", "x-amz-target" })
            if (!names.Contains(needed)) throw Bad("InvalidSignatureException", $"{needed} is not signed.");
        var lines = names.Select(name => $"{name}:{(name is "host" ? request.Host.Value : request.Headers[name].ToString().Trim())}\n");
        var canonical = $"{request.Method}\n{request.Path}\n\n{string.Concat(lines)}\n{parts["SignedHeaders"]}\n{Hex(SHA256.HashData(body))}";
        var text = $"AWS4-HMAC-SHA256\n{time}\n{date}/{region}/{service}/aws4_request\n{Hex(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)))}";
        var signing = AWS4Signer.ComposeSigningKey(secretKey, region, date, service);
        var signature = Hex(AWS4Signer.ComputeKeyedHash(SigningAlgorithm.HmacSHA256, signing, text));
        if (signature != parts["Signature"]) throw Bad("InvalidSignatureException", "The signature does not match.");
    }

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);

    private static MarketplaceRefusalException Bad(string code, string message) => new(403, code, message);
}
