using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Nights.Channels.Faults;
using Nights.Channels.Studies;
using Nights.Channels.Submissions;

namespace Nights.Channels.Prolific;

/// <summary>Submissions on Prolific: listed, paid, refused. Each call looks at the submission first.</summary>
internal sealed class ProlificSubmissions(ProlificApi api, ProlificOptions options)
{
    public async IAsyncEnumerable<RemoteSubmission> List(StudyOrder order, [EnumeratorCancellation] CancellationToken cancel)
    {
        if (order.ExternalId is not { } study) yield break;
        // A stable order: somebody who comes while we turn the pages lands on the last one.
        await foreach (var one in api.List($"submissions/?study={Uri.EscapeDataString(study)}&ordering=started_at", cancel)) yield return Of(one);
    }

    public async Task Approve(SubmissionAddress submission, CancellationToken cancel)
    {
        if (await Settled(submission, SubmissionState.Approved, cancel)) return;
        await api.Post($"submissions/{submission.ExternalId}/transition/", new { action = "APPROVE" }, cancel);
    }

    public async Task Reject(SubmissionAddress submission, Rejection rejection, CancellationToken cancel)
    {
        if (await Settled(submission, SubmissionState.Rejected, cancel)) return;
        await api.Post(
            $"submissions/{submission.ExternalId}/transition/",
            new { action = "REJECT", message = rejection.Message.Trim(), rejection_category = rejection.Category },
            cancel);
    }

    /// <summary>
    /// A bonus is set up, then paid; the second call is not repeatable there, and money moves minutes later. So whether it was paid is read from the
    /// submission's list of bonuses, and it is asked for again only when it has not appeared for longer than Prolific ever takes.
    /// </summary>
    public async Task<BonusStanding> Bonus(SubmissionAddress submission, BonusOrder bonus, CancellationToken cancel)
    {
        if (await Paid(submission, bonus.AmountMinor, cancel) > bonus.PaidBefore) return BonusStanding.Paid;
        if (bonus.AskedAt is { } asked && bonus.Now - asked < TimeSpan.FromMinutes(options.BonusPatienceMinutes)) return BonusStanding.UnderWay;
        var amount = (bonus.AmountMinor / 100m).ToString("0.00", CultureInfo.InvariantCulture);
        var set = await api.Post("submissions/bonus-payments/", new { study_id = submission.Study, csv_bonuses = $"{submission.ExternalId},{amount}\n" }, cancel);
        await bonus.Asking(cancel);
        await api.Post($"bulk-bonus-payments/{set.GetProperty("id").GetString()}/pay/", null, cancel);
        return await Paid(submission, bonus.AmountMinor, cancel) > bonus.PaidBefore ? BonusStanding.Paid : BonusStanding.UnderWay;
    }

    /// <summary>The marketplace's id of the person.</summary>
    public async Task<string> Participant(SubmissionAddress submission, CancellationToken cancel) => Of(await Get(submission, cancel)).Participant;

    public static RemoteSubmission Of(JsonElement row) => new(
        Text(row, "id")!, Text(row, "participant_id") ?? Text(row, "participant") ?? "", State(Text(row, "status")!),
        Text(row, "entered_code") ?? Text(row, "study_code"), Time(row, "started_at"), Time(row, "completed_at"));

    public static SubmissionState State(string word) => word switch
    {
        "RESERVED" => SubmissionState.Reserved,
        "ACTIVE" => SubmissionState.Active,
        // For a moment after a decision, or before one: both times it is too early to decide again.
        "AWAITING REVIEW" or "PROCESSING" => SubmissionState.Submitted,
        "APPROVED" => SubmissionState.Approved,
        "REJECTED" => SubmissionState.Rejected,
        "RETURNED" => SubmissionState.Returned,
        "TIMED-OUT" => SubmissionState.TimedOut,
        "SCREENED OUT" => SubmissionState.ScreenedOut,
        "PARTIALLY APPROVED" => SubmissionState.PartlyApproved,
        _ => throw new ChannelUncertainException($"Prolific calls a submission '{word}', a word that is not known here."),
    };

    private async Task<int> Paid(SubmissionAddress submission, long amountMinor, CancellationToken cancel) =>
        (await Get(submission, cancel)).TryGetProperty("bonus_payments", out var list) && list.ValueKind is JsonValueKind.Array
            ? list.EnumerateArray().Count(one => (long)Math.Round(one.GetDouble()) == amountMinor)
            : 0;

    /// <returns>True when it stands as wanted already.</returns>
    /// <exception cref="ChannelRefusedException">It stands otherwise, for good.</exception>
    private async Task<bool> Settled(SubmissionAddress submission, SubmissionState wanted, CancellationToken cancel)
    {
        var row = await Get(submission, cancel);
        if (Text(row, "status") is "PROCESSING") throw new ChannelAwayException("Prolific is still working on the submission.");
        var state = State(Text(row, "status")!);
        if (state == wanted) return true;
        if (state.IsTerminal()) throw new ChannelRefusedException($"On Prolific the submission is {Text(row, "status")}, which is final.");
        return false;
    }

    private Task<JsonElement> Get(SubmissionAddress submission, CancellationToken cancel) => api.Get($"submissions/{Uri.EscapeDataString(submission.ExternalId)}/", cancel);

    private static string? Text(JsonElement row, string name) =>
        row.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String ? value.GetString() : null;

    private static DateTimeOffset? Time(JsonElement row, string name) =>
        Text(row, name) is { } text && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at) ? at : null;
}
