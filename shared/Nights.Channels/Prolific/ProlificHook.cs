using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Nights.Channels.Faults;
using Nights.Channels.Submissions;

namespace Nights.Channels.Prolific;

/// <summary>
/// Prolific's calls to us. The signature is base64 of HMAC-SHA-256 over the timestamp header followed by the raw body; it is checked before anything
/// is parsed, in constant time, and the timestamp must be fresh. docs.prolific.com/api-reference/webhooks, read November 2026.
/// </summary>
public static class ProlificHook
{
    public const string SignatureHeader = "X-Prolific-Request-Signature";
    public const string TimestampHeader = "X-Prolific-Request-Timestamp";
    public const string EventIdHeader = "X-Event-ID";
    public const string EventTimeHeader = "X-Timestamp";
    private const int LongestId = 100;

    public static string Sign(string secret, string timestamp, byte[] body)
    {
        ArgumentNullException.ThrowIfNull(timestamp);
        ArgumentNullException.ThrowIfNull(body);
        return Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(timestamp).Concat(body).ToArray()));
    }

    public static NotificationReading Read(ProlificOptions options, NotificationRequest request, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(request);
        if (options.HookSecret is not { Length: > 0 } secret) return NotificationReading.Refused("Hooks are not set up here: Channels:Prolific:HookSecret is empty.");
        if (request.Header(SignatureHeader) is not { } signature || request.Header(TimestampHeader) is not { } timestamp) return NotificationReading.Refused("The call is not signed.");
        if (!CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(Sign(secret, timestamp, request.Body)), Encoding.UTF8.GetBytes(signature)))
            return NotificationReading.Refused("The signature is not Prolific's.");
        if (Seconds(timestamp) is not { } sent || (now - sent).Duration() > TimeSpan.FromSeconds(options.HookWindowSeconds))
            return NotificationReading.Refused($"The timestamp '{timestamp}' is not within {options.HookWindowSeconds} s of now; an old call is not repeated.");
        if (request.Header(EventIdHeader) is not { Length: > 0 and <= LongestId } id) return NotificationReading.Refused($"The call has no {EventIdHeader}.");
        try
        {
            return NotificationReading.Of(Notification(JsonSerializer.Deserialize<JsonElement>(request.Body), id, Seconds(request.Header(EventTimeHeader)) ?? sent));
        }
        catch (Exception fault) when (fault is JsonException or KeyNotFoundException or InvalidOperationException or ChannelUncertainException)
        {
            return NotificationReading.Refused("The body is not what the reference says.");
        }
    }

    private static Notification Notification(JsonElement body, string id, DateTimeOffset at)
    {
        var (kind, subject) = (body.GetProperty("event_type").GetString()!, body.GetProperty("resource_id").GetString()!);
        if (subject.Length > LongestId || kind.Length > LongestId) throw new JsonException("An id is too long.");
        var submission = kind is "submission.status.change"
            ? new RemoteSubmission(subject, body.GetProperty("participant_id").GetString() ?? "", ProlificSubmissions.State(body.GetProperty("status").GetString()!))
            : null;
        return new Notification(id, at, kind, subject, submission);
    }

    private static DateTimeOffset? Seconds(string? text) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && seconds is > 0 and < 253_402_300_799
            ? DateTimeOffset.FromUnixTimeMilliseconds((long)(seconds * 1000))
            : null;
}
