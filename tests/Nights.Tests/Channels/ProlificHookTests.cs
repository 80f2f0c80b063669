using System.Globalization;
using System.Text;
using Nights.Channels;
using Nights.Channels.Prolific;
using Nights.Channels.Submissions;

namespace Nights.Tests.Channels;

public sealed class ProlificHookTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 26, 12, 0, 0, TimeSpan.Zero);
    private static readonly ProlificOptions Options = new() { HookSecret = "secret" };
    private const string Body = """{"resource_id":"s1","event_type":"submission.status.change","participant_id":"p1","status":"AWAITING REVIEW"}""";

    [Fact]
    public void A_signed_and_fresh_call_is_believed()
    {
        var notification = Read(Body).Notification.ShouldNotBeNull();
        (notification.EventId, notification.Subject, notification.Submission!.State).ShouldBe(("e1", "s1", SubmissionState.Submitted));
        notification.At.ShouldBe(Now.AddSeconds(-2));
    }

    [Fact]
    public void A_changed_body_an_old_call_another_secret_and_a_missing_id_are_refused()
    {
        Read(Body, sent: Body.Replace("p1", "p2", StringComparison.Ordinal)).Refusal.ShouldBe("The signature is not Prolific's.");
        Read(Body, age: 301).Refusal!.ShouldContain("300 s");
        Read(Body, age: -301).Refusal!.ShouldContain("300 s");
        Read(Body, secret: "another").Refusal.ShouldBe("The signature is not Prolific's.");
        Read(Body, id: "").Refusal!.ShouldContain("X-Event-ID");
        Read("[]").Refusal.ShouldBe("The body is not what the reference says.");
        ProlificHook.Read(new ProlificOptions(), new NotificationRequest(new Dictionary<string, string>(), []), Now).Refusal!.ShouldContain("HookSecret");
    }

    private static NotificationReading Read(string body, string? sent = null, int age = 0, string secret = "secret", string id = "e1")
    {
        var timestamp = Now.AddSeconds(-age).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var headers = new Dictionary<string, string>
        {
            [ProlificHook.SignatureHeader] = ProlificHook.Sign(secret, timestamp, Encoding.UTF8.GetBytes(body)),
            [ProlificHook.TimestampHeader] = timestamp,
            [ProlificHook.EventIdHeader.ToLowerInvariant()] = id,
            [ProlificHook.EventTimeHeader] = Now.AddSeconds(-2).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
        };
        return ProlificHook.Read(Options, new NotificationRequest(headers, Encoding.UTF8.GetBytes(sent ?? body)), Now);
    }
}
