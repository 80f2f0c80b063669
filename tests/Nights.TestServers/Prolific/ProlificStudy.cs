using System.Text.Json;
using System.Text.Json.Nodes;

namespace Nights.TestServers.Prolific;

/// <summary>A study as the server keeps it.</summary>
public sealed class ProlificStudy
{
    public required string Id { get; init; }
    public required JsonElement Draft { get; init; }
    public required string Status { get; set; }
    public required int Places { get; set; }
    public List<ProlificSubmission> Submissions { get; } = [];

    public string InternalName => Draft.GetProperty("internal_name").GetString()!;

    public string Url => Draft.GetProperty("external_study_url").GetString()!;

    public int Taken => Submissions.Count(one => one.Status is not ("RETURNED" or "TIMED-OUT" or "REJECTED"));

    public JsonObject Json()
    {
        var json = JsonNode.Parse(Draft.GetRawText())!.AsObject();
        json["id"] = Id;
        json["status"] = Status;
        json["total_available_places"] = Places;
        json["places_taken"] = Taken;
        return json;
    }
}

/// <summary>A submission as the server keeps it.</summary>
public sealed class ProlificSubmission
{
    public required string Id { get; init; }
    public required string Study { get; init; }
    public required string Participant { get; init; }
    public required DateTimeOffset StartedAt { get; init; }
    public required string Status { get; set; }
    public DateTimeOffset? CompletedAt { get; set; }
    public string? Code { get; set; }
    public string? Message { get; set; }

    /// <summary>Bonuses paid, in cents.</summary>
    public List<long> Bonuses { get; } = [];

    public JsonObject Json(bool detail)
    {
        var json = new JsonObject
        {
            ["id"] = Id,
            ["study_id"] = Study,
            ["status"] = Status,
            ["started_at"] = StartedAt.ToString("O"),
            ["completed_at"] = CompletedAt?.ToString("O"),
            ["entered_code"] = Code,
            // The list calls the person participant_id, the single submission participant.
            [detail ? "participant" : "participant_id"] = Participant,
        };
        if (detail) json["bonus_payments"] = new JsonArray([.. Bonuses.Select(bonus => JsonValue.Create((double)bonus))]);
        return json;
    }
}
