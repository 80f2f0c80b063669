using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Nights.TestServers.Marketplaces;

namespace Nights.TestServers.Prolific;

/// <content>What the reference allows, and what follows.</content>
public sealed partial class ProlificServer
{
    private static readonly string[] Categories =
    [
        "TOO_QUICKLY", "TOO_SLOWLY", "FAILED_INSTRUCTIONS", "INCOMP_LONGITUDINAL", "FAILED_CHECK", "LOW_EFFORT", "MALINGERING", "NO_CODE", "BAD_CODE", "NO_DATA",
        "UNSUPP_DEVICE", "OTHER",
    ];

    private readonly List<(int Due, string Submission, long Cents)> underWay = [];
    private int calls;

    private JsonObject Create(JsonElement draft)
    {
        foreach (var field in new[] { "name", "internal_name", "description", "external_study_url", "prolific_id_option" })
            if (draft.GetProperty(field).GetString() is not { Length: > 0 }) throw new MarketplaceRefusalException(400, "140100", $"{field} is required.");
        if (draft.GetProperty("prolific_id_option").GetString() is not "url_parameters") throw new MarketplaceRefusalException(400, "140100", "prolific_id_option.");
        var url = draft.GetProperty("external_study_url").GetString()!;
        foreach (var place in new[] { "{{%PROLIFIC_PID%}}", "{{%STUDY_ID%}}", "{{%SESSION_ID%}}" })
            if (!url.Contains(place, StringComparison.Ordinal)) throw new MarketplaceRefusalException(400, "140100", $"external_study_url lacks {place}.");
        if (draft.GetProperty("completion_codes").GetArrayLength() is 0) throw new MarketplaceRefusalException(400, "140100", "completion_codes is empty.");
        var codes = draft.GetProperty("completion_codes").EnumerateArray().Select(code => code.GetProperty("code").GetString()).ToList();
        if (codes.Distinct().Count() != codes.Count) throw new MarketplaceRefusalException(400, "140100", "completion_codes repeat.");
        if (draft.GetProperty("reward").GetInt64() <= 0 || draft.GetProperty("estimated_completion_time").GetInt32() <= 0 || draft.GetProperty("total_available_places").GetInt32() <= 0)
            throw new MarketplaceRefusalException(400, "140100", "reward, estimated_completion_time and total_available_places must be above 0.");
        var study = new ProlificStudy { Id = NewId(), Draft = draft.Clone(), Status = "UNPUBLISHED", Places = draft.GetProperty("total_available_places").GetInt32() };
        studies.Add(study);
        return study.Json();
    }

    private static JsonObject Update(ProlificStudy study, JsonElement change)
    {
        var fields = change.EnumerateObject().Select(field => field.Name).ToList();
        if (study.Status is not "UNPUBLISHED" && fields.Exists(field => field is not ("total_available_places" or "internal_name")))
            throw new MarketplaceRefusalException(400, "140003", "Only internal_name and total_available_places of a published study can be changed.");
        var places = change.GetProperty("total_available_places").GetInt32();
        if (places < study.Places) throw new MarketplaceRefusalException(400, "140003", "Places can only be increased.");
        study.Places = places;
        if (study.Status is "AWAITING REVIEW") study.Status = "ACTIVE";
        return study.Json();
    }

    private JsonNode? Delete(ProlificStudy study)
    {
        if (study.Status is not "UNPUBLISHED") throw new MarketplaceRefusalException(400, "140003", "Only a draft can be deleted.");
        studies.Remove(study);
        return null;
    }

    private static JsonObject Move(ProlificStudy study, string action)
    {
        study.Status = (study.Status, action) switch
        {
            ("UNPUBLISHED", "PUBLISH") => "ACTIVE",
            ("ACTIVE", "PAUSE") => "PAUSED",
            ("PAUSED", "START") => "ACTIVE",
            ("ACTIVE" or "PAUSED", "STOP") => "AWAITING REVIEW",
            _ => throw new MarketplaceRefusalException(400, "140003", $"{action} is not possible while {study.Status}."),
        };
        return study.Json();
    }

    private static JsonObject Decide(ProlificSubmission submission, JsonElement body)
    {
        var action = body.GetProperty("action").GetString();
        var wanted = action switch { "APPROVE" => "APPROVED", "REJECT" => "REJECTED", _ => throw new MarketplaceRefusalException(400, "140003", $"action {action}.") };
        if (action is "REJECT" && (!body.TryGetProperty("message", out var message) || message.GetString() is not { Length: >= 100 }))
            throw new MarketplaceRefusalException(400, "140003", "message must be at least 100 characters long.");
        if (action is "REJECT" && (!body.TryGetProperty("rejection_category", out var category) || !Categories.Contains(category.GetString())))
            throw new MarketplaceRefusalException(400, "140003", "rejection_category.");
        if (submission.Status == wanted) return submission.Json(detail: true);
        if (submission.Status is not "AWAITING REVIEW") throw new MarketplaceRefusalException(400, "140003", $"A submission that is {submission.Status} cannot be {wanted}.");
        submission.Status = wanted;
        if (action is "REJECT") submission.Message = body.GetProperty("message").GetString();
        return submission.Json(detail: true);
    }

    private JsonObject SetUp(JsonElement body)
    {
        var study = Study(body.GetProperty("study_id").GetString()!);
        var rows = body.GetProperty("csv_bonuses").GetString()!.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(',')).ToList();
        var bonuses = rows.Select(row =>
        {
            if (row is not [var who, var amount] || study.Submissions.Find(one => one.Id == who) is null) throw new MarketplaceRefusalException(400, "140003", $"{row[0]} took no part in this study.");
            var money = decimal.Parse(amount, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);
            return (who, (long)(money * 100));
        }).ToArray();
        var id = NewId();
        bulks[id] = bonuses;
        return new JsonObject { ["id"] = id, ["study"] = study.Id, ["total_amount"] = bonuses.Sum(one => one.Item2) };
    }

    /// <summary>Not idempotent: asked twice, paid twice.</summary>
    private JsonNode? Pay(string id)
    {
        if (!bulks.TryGetValue(id, out var bonuses)) throw new MarketplaceRefusalException(404, "140400", $"There is no bulk payment {id}.");
        underWay.AddRange(bonuses.Select(bonus => (calls + BonusDelay, bonus.Submission, bonus.Cents)));
        if (BonusDelay is 0) Mature();
        return new JsonObject();
    }

    private void Mature()
    {
        calls++;
        foreach (var due in underWay.Where(one => one.Due <= calls).ToList())
        {
            underWay.Remove(due);
            Submission(due.Submission).Bonuses.Add(due.Cents);
        }
    }

    private JsonNode? Write(JsonElement body)
    {
        Study(body.GetProperty("study_id").GetString()!);
        if (body.GetProperty("body").GetString() is not { Length: > 0 } text) throw new MarketplaceRefusalException(400, "140003", "body is required.");
        Messages.Enqueue((body.GetProperty("recipient_id").GetString()!, text));
        return new JsonObject();
    }

    private JsonObject Join(string group, JsonElement body, bool leaving)
    {
        var members = Groups.GetOrAdd(group, _ => []);
        foreach (var person in body.GetProperty("participant_ids").EnumerateArray().Select(one => one.GetString()!))
        {
            if (leaving) members.Remove(person);
            else members.Add(person);
        }

        return new JsonObject { ["results"] = new JsonArray() };
    }
}
