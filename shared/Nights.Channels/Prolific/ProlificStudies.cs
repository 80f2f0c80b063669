using System.Runtime.CompilerServices;
using System.Text.Json;
using Nights.Channels.Faults;
using Nights.Channels.Studies;

namespace Nights.Channels.Prolific;

/// <summary>Studies on Prolific. Ours are known by their internal name; publishing is two calls there (create, publish) and one here.</summary>
internal sealed class ProlificStudies(ProlificApi api, ProlificOptions options)
{
    /// <summary>Words of Prolific that mean a study can no longer be shown.</summary>
    private static readonly string[] Over = ["AWAITING REVIEW", "COMPLETED"];

    public async Task<StudyStanding> Publish(StudyOrder order, CancellationToken cancel)
    {
        var study = await Adopt(order, cancel) ?? await api.Post("studies/", Draft(order), cancel);
        if (Word(study) is "UNPUBLISHED")
        {
            study = await Move(study, "PUBLISH", cancel);
        }

        return await Raise(study, order.Places, cancel);
    }

    public async Task<StudyStanding> Extend(StudyOrder order, CancellationToken cancel) => await Raise(await Own(order, cancel), order.Places, cancel);

    public async Task<StudyStanding> Pause(StudyOrder order, CancellationToken cancel)
    {
        var study = await Own(order, cancel);
        return Standing(Word(study) is "ACTIVE" ? await Move(study, "PAUSE", cancel) : study);
    }

    public async Task<StudyStanding> Resume(StudyOrder order, CancellationToken cancel)
    {
        var study = await Own(order, cancel);
        return Standing(Word(study) is "PAUSED" ? await Move(study, "START", cancel) : study);
    }

    public async Task<StudyStanding> Stop(StudyOrder order, CancellationToken cancel)
    {
        if (await Adopt(order, cancel) is not { } study) return new StudyStanding(order.ExternalId ?? "", RemoteStudyState.Completed, "NOT THERE", 0, 0);
        await End(Id(study), Word(study), cancel);
        return Word(study) is "UNPUBLISHED"
            ? new StudyStanding(Id(study), RemoteStudyState.Completed, "DELETED", 0, 0)
            : Standing(await api.Get($"studies/{Id(study)}/", cancel));
    }

    public async Task<StudyStanding?> Look(StudyOrder order, CancellationToken cancel) => await Adopt(order, cancel) is { } study ? Standing(study) : null;

    public async IAsyncEnumerable<RemoteStudy> List([EnumeratorCancellation] CancellationToken cancel)
    {
        await foreach (var study in api.List("studies/", cancel))
        {
            if (study.TryGetProperty("internal_name", out var name) && name.GetString() is { } key && key.StartsWith(StudyOrder.Prefix, StringComparison.Ordinal))
            {
                yield return new RemoteStudy(key, Id(study), State(Word(study)));
            }
        }
    }

    /// <summary>Takes a draft away, stops what is shown, leaves alone what is over.</summary>
    public async Task End(string id, string word, CancellationToken cancel)
    {
        if (word is "UNPUBLISHED") await api.Delete($"studies/{id}/", null, cancel);
        else if (!Over.Contains(word)) await api.Post($"studies/{id}/transition/", new { action = "STOP" }, cancel);
    }

    public async Task End(RemoteStudy stray, CancellationToken cancel) =>
        await End(stray.ExternalId, Word(await api.Get($"studies/{stray.ExternalId}/", cancel)), cancel);

    /// <summary>
    /// The study under the order's key. When a call whose answer was lost has made a second one, the one that takes people stays (the first made, among equals)
    /// and the others are ended before anybody comes.
    /// </summary>
    private async Task<JsonElement?> Adopt(StudyOrder order, CancellationToken cancel)
    {
        var found = new List<(RemoteStudy Study, int Place)>();
        await foreach (var study in List(cancel))
        {
            if (study.Key == order.Key) found.Add((study, found.Count));
        }

        if (found.Count is 0) return null;
        var kept = found.OrderBy(one => one.Study.ExternalId == order.ExternalId ? 0 : 1)
            .ThenBy(one => one.Study.State is RemoteStudyState.Draft ? 1 : 0).ThenBy(one => one.Study.ExternalId, StringComparer.Ordinal).First().Study;
        foreach (var (other, _) in found.Where(one => one.Study != kept)) await End(other, cancel);
        return await api.Get($"studies/{kept.ExternalId}/", cancel);
    }

    private async Task<JsonElement> Own(StudyOrder order, CancellationToken cancel) =>
        await Adopt(order, cancel) ?? throw new ChannelRefusedException($"Prolific has no study '{order.Key}'.");

    private async Task<StudyStanding> Raise(JsonElement study, int places, CancellationToken cancel) =>
        Standing(Places(study) >= places ? study : await api.Patch($"studies/{Id(study)}/", new { total_available_places = places }, cancel));

    private async Task<JsonElement> Move(JsonElement study, string action, CancellationToken cancel)
    {
        await api.Post($"studies/{Id(study)}/transition/", new { action }, cancel);
        return await api.Get($"studies/{Id(study)}/", cancel);
    }

    private Dictionary<string, object> Draft(StudyOrder order)
    {
        var draft = new Dictionary<string, object>
        {
            ["name"] = order.Title,
            ["internal_name"] = order.Key,
            ["description"] = order.Description,
            ["external_study_url"] = $"{order.Page}&PROLIFIC_PID={{{{%PROLIFIC_PID%}}}}&STUDY_ID={{{{%STUDY_ID%}}}}&SESSION_ID={{{{%SESSION_ID%}}}}",
            ["prolific_id_option"] = "url_parameters",
            ["completion_codes"] = new object[]
            {
                new { code = order.CompletionCode, code_type = "COMPLETED", actions = new[] { new { action = "MANUALLY_REVIEW" } } },
                new { code = order.PartialCode, code_type = "OTHER", actions = new[] { new { action = "MANUALLY_REVIEW" } } },
            },
            ["total_available_places"] = order.Places,
            ["estimated_completion_time"] = order.Minutes,
            ["reward"] = order.RewardMinor,
            ["device_compatibility"] = order.Touch ? new[] { "desktop", "tablet", "mobile" } : ["desktop"],
            ["submissions_config"] = new { max_submissions_per_participant = 1 },
        };
        if (options.Project is { } project) draft["project"] = project;
        if (options.BlockGroup is { } group)
        {
            draft["filters"] = new object[] { new { filter_id = "participant_group_blocklist", selected_values = new[] { group } } };
        }

        return draft;
    }

    private static StudyStanding Standing(JsonElement study) => new(
        Id(study), State(Word(study)), Word(study), Places(study), study.TryGetProperty("places_taken", out var taken) ? taken.GetInt32() : 0);

    private static string Id(JsonElement study) => study.GetProperty("id").GetString()!;

    private static string Word(JsonElement study) => study.GetProperty("status").GetString()!;

    private static int Places(JsonElement study) => study.GetProperty("total_available_places").GetInt32();

    private static RemoteStudyState State(string word) => word switch
    {
        "UNPUBLISHED" or "SCHEDULED" => RemoteStudyState.Draft,
        "ACTIVE" or "PUBLISHING" => RemoteStudyState.Open,
        "PAUSED" => RemoteStudyState.Paused,
        "AWAITING REVIEW" => RemoteStudyState.Reviewing,
        "COMPLETED" => RemoteStudyState.Completed,
        _ => throw new ChannelUncertainException($"Prolific calls a study '{word}', a word that is not known here."),
    };
}
