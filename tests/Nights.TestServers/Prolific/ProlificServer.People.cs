using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Nights.TestServers.Marketplaces;

namespace Nights.TestServers.Prolific;

/// <content>What participants do there, and what the server tells by itself.</content>
public sealed partial class ProlificServer
{
    /// <summary>Somebody takes a place.</summary>
    public ProlificSubmission Take(ProlificStudy study, string participant)
    {
        lock (gate)
        {
            if (study.Status is not "ACTIVE" || study.Taken >= study.Places) throw new MarketplaceRefusalException(400, "0", $"The study is {study.Status} with {study.Taken} of {study.Places} places taken.");
            if (study.Submissions.Exists(one => one.Participant == participant)) throw new MarketplaceRefusalException(400, "0", "One submission a participant.");
            var submission = new ProlificSubmission { Id = NewId(), Study = study.Id, Participant = participant, StartedAt = clock.GetUtcNow(), Status = "ACTIVE" };
            study.Submissions.Add(submission);
            return submission;
        }
    }

    /// <summary>The address at which their browser opens the study.</summary>
    public static Uri Address(ProlificStudy study, ProlificSubmission submission) => new(study.Url
        .Replace("{{%PROLIFIC_PID%}}", submission.Participant, StringComparison.Ordinal)
        .Replace("{{%STUDY_ID%}}", study.Id, StringComparison.Ordinal)
        .Replace("{{%SESSION_ID%}}", submission.Id, StringComparison.Ordinal));

    /// <summary>Their browser comes back with a code: GET /submissions/complete?cc=.</summary>
    public void Complete(ProlificSubmission submission, string code)
    {
        lock (gate)
        {
            var study = Study(submission.Study);
            if (!study.Draft.GetProperty("completion_codes").EnumerateArray().Any(one => one.GetProperty("code").GetString() == code))
                throw new MarketplaceRefusalException(400, "0", $"{code} is no code of this study.");
            if (submission.Status is not "ACTIVE") throw new MarketplaceRefusalException(400, "0", $"The submission is {submission.Status}.");
            (submission.Status, submission.Code, submission.CompletedAt) = ("AWAITING REVIEW", code, clock.GetUtcNow());
            if (study.Submissions.Count(one => one.Status is "AWAITING REVIEW" or "APPROVED") >= study.Places) study.Status = "AWAITING REVIEW";
        }
    }

    /// <summary>What the site itself can make of a submission: RETURNED, TIMED-OUT, APPROVED by its own clock.</summary>
    public void Set(ProlificSubmission submission, string status)
    {
        lock (gate)
        {
            submission.Status = status;
        }
    }

    /// <summary>Sends a hook about a submission, signed.</summary>
    /// <param name="eventId">The same event, sent again, has the same id.</param>
    /// <param name="age">How long ago it claims to have been sent.</param>
    public async Task<HttpStatusCode> Notify(HttpClient client, Uri target, string secret, ProlificSubmission submission, string eventId, TimeSpan age = default, string? status = null, bool spoil = false)
    {
        var body = Encoding.UTF8.GetBytes(JsonSerializer.Serialize(new
        {
            resource_id = submission.Id,
            event_type = "submission.status.change",
            participant_id = submission.Participant,
            status = status ?? submission.Status,
        }));
        var timestamp = (clock.GetUtcNow() - age).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        using var hmac = new HMACSHA256(Encoding.UTF8.GetBytes(secret));
        var signature = Convert.ToBase64String(hmac.ComputeHash([.. Encoding.UTF8.GetBytes(timestamp), .. body]));
        if (spoil) body[^2] ^= 1;
        using var request = new HttpRequestMessage(HttpMethod.Post, target) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new("application/json");
        request.Headers.Add("X-Prolific-Request-Signature", signature);
        request.Headers.Add("X-Prolific-Request-Timestamp", timestamp);
        request.Headers.Add("X-Event-ID", eventId);
        request.Headers.Add("X-Timestamp", timestamp);
        using var reply = await client.SendAsync(request);
        return reply.StatusCode;
    }
}
