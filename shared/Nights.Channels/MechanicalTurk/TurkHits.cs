using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Nights.Channels.Studies;

namespace Nights.Channels.MechanicalTurk;

/// <summary>
/// A study as a HIT type and as many HITs of at most nine assignments as it takes. Each HIT carries our key and its number as annotation, and its token is the
/// same: it is found by listing, and made once however often the call is made.
/// </summary>
internal sealed class TurkHits(TurkApi api, TurkOptions options, TimeProvider clock)
{
    /// <summary>One HIT of a study.</summary>
    /// <param name="Key">Our key and the HIT's number.</param>
    /// <param name="Places">Assignments in all.</param>
    /// <param name="Open">Assignments that are neither handed in nor left.</param>
    internal sealed record Hit(string Id, string Type, string Key, string Status, int Places, int Open, DateTimeOffset Expires);

    public async Task<StudyStanding> Raise(StudyOrder order, CancellationToken cancel)
    {
        var hits = await Of(order, cancel);
        var type = hits.Count > 0 ? hits[0].Type : await Type(order, cancel);
        var number = hits.Count;
        for (var missing = order.Places - hits.Sum(hit => hit.Places); missing > 0; missing -= options.AssignmentsPerHit)
        {
            var key = $"{order.Key}-{number++}";
            await api.CallOnce("CreateHITWithHITType", new
            {
                HITTypeId = type,
                MaxAssignments = Math.Min(missing, options.AssignmentsPerHit),
                LifetimeInSeconds = (long)TimeSpan.FromDays(order.Days).TotalSeconds,
                Question = ExternalQuestion.Write(order.Page, options.FrameHeight),
                RequesterAnnotation = key,
                UniqueRequestToken = key,
            }, cancel);
        }

        return Standing(await Of(order, cancel), type);
    }

    /// <summary>A time that is over hides the HITs at once; one to come shows them again.</summary>
    public async Task<StudyStanding> Expire(StudyOrder order, DateTimeOffset at, CancellationToken cancel)
    {
        var hits = await Of(order, cancel);
        var now = clock.GetUtcNow();
        foreach (var hit in hits.Where(hit => hit.Expires > now != at > now)) await Expire(hit.Id, at, cancel);
        return Standing(await Of(order, cancel), order.ExternalId ?? "");
    }

    public async Task Expire(string hit, DateTimeOffset at, CancellationToken cancel) =>
        await api.Call("UpdateExpirationForHIT", new { HITId = hit, ExpireAt = at.ToUnixTimeSeconds() }, cancel);

    public async Task<StudyStanding?> Look(StudyOrder order, CancellationToken cancel) =>
        await Of(order, cancel) is { Count: > 0 } hits ? Standing(hits, hits[0].Type) : null;

    /// <summary>The HITs of a study in the order of their numbers.</summary>
    public async Task<List<Hit>> Of(StudyOrder order, CancellationToken cancel)
    {
        var found = new List<Hit>();
        await foreach (var hit in All(cancel))
        {
            if (hit.Key.StartsWith(order.Key + "-", StringComparison.Ordinal)) found.Add(hit);
        }

        return [.. found.OrderBy(hit => hit.Key.Length).ThenBy(hit => hit.Key, StringComparer.Ordinal)];
    }

    public async IAsyncEnumerable<Hit> All([EnumeratorCancellation] CancellationToken cancel)
    {
        await foreach (var hit in api.List("ListHITs", "HITs", [], cancel))
        {
            if (hit.TryGetProperty("RequesterAnnotation", out var note) && note.GetString() is { } key && key.StartsWith(StudyOrder.Prefix, StringComparison.Ordinal))
            {
                yield return Read(hit, key);
            }
        }
    }

    public RemoteStudyState State(Hit hit) =>
        hit.Status is "Assignable" or "Unassignable" && hit.Expires > clock.GetUtcNow() ? hit.Status is "Assignable" ? RemoteStudyState.Open : RemoteStudyState.Reviewing
        : hit.Status is "Disposed" ? RemoteStudyState.Completed
        : RemoteStudyState.Reviewing;

    private StudyStanding Standing(List<Hit> hits, string type)
    {
        var open = hits.Any(hit => State(hit) is RemoteStudyState.Open);
        var hidden = hits.Count > 0 && hits.TrueForAll(hit => hit.Expires <= clock.GetUtcNow());
        var (places, left) = (hits.Sum(hit => hit.Places), hits.Sum(hit => hit.Open));
        return new StudyStanding(
            type, open ? RemoteStudyState.Open : hidden && left > 0 ? RemoteStudyState.Paused : RemoteStudyState.Reviewing,
            $"{hits.Count} HITs, {(open ? "assignable" : hidden ? "expired" : "taken")}", places, places - left);
    }

    private async Task<string> Type(StudyOrder order, CancellationToken cancel)
    {
        // The same words give the same type: making it again makes nothing.
        var reply = await api.Call("CreateHITType", new
        {
            order.Title,
            order.Description,
            Keywords = "pictures, similarity, perception, choice",
            Reward = Dollars(order.RewardMinor),
            AssignmentDurationInSeconds = Math.Max(1800, order.Minutes * 60 * 6),
            AutoApprovalDelayInSeconds = (long)TimeSpan.FromDays(options.AutoApproveDays).TotalSeconds,
        }, cancel);
        return reply.GetProperty("HITTypeId").GetString()!;
    }

    public static string Dollars(long minor) => (minor / 100m).ToString("0.00", CultureInfo.InvariantCulture);

    private static Hit Read(JsonElement hit, string key) => new(
        hit.GetProperty("HITId").GetString()!, hit.GetProperty("HITTypeId").GetString()!, key, hit.GetProperty("HITStatus").GetString()!,
        hit.GetProperty("MaxAssignments").GetInt32(), hit.GetProperty("NumberOfAssignmentsAvailable").GetInt32(), Time(hit.GetProperty("Expiration")));

    /// <summary>The JSON protocol writes times as seconds since 1970, with or without a fraction.</summary>
    public static DateTimeOffset Time(JsonElement value) => DateTimeOffset.FromUnixTimeMilliseconds((long)(value.GetDouble() * 1000));
}
