using System.Globalization;
using Nights.Channels.Submissions;

namespace Nights.Channels.Prolific;

/// <summary>Letters to people on Prolific, and the group of those who are left out of our studies.</summary>
internal sealed class ProlificPeople(ProlificApi api, ProlificSubmissions submissions, ProlificOptions options)
{
    public async Task Block(SubmissionAddress submission, CancellationToken cancel)
    {
        if (options.BlockGroup is not { } group) return;
        await api.Post($"participant-groups/{group}/participants/", new { participant_ids = new[] { await submissions.Participant(submission, cancel) } }, cancel);
    }

    public async Task Unblock(SubmissionAddress submission, CancellationToken cancel)
    {
        if (options.BlockGroup is not { } group) return;
        await api.Delete($"participant-groups/{group}/participants/", new { participant_ids = new[] { await submissions.Participant(submission, cancel) } }, cancel);
    }

    public async Task Write(SubmissionAddress submission, Letter letter, CancellationToken cancel)
    {
        var person = await submissions.Participant(submission, cancel);
        if (letter.SentBefore && await Arrived(person, letter, cancel)) return;
        await api.Post("messages/", new { recipient_id = person, body = letter.Text, study_id = submission.Study }, cancel);
    }

    private async Task<bool> Arrived(string person, Letter letter, CancellationToken cancel)
    {
        var since = letter.Since.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture);
        await foreach (var one in api.List($"messages/?user_id={Uri.EscapeDataString(person)}&created_after={Uri.EscapeDataString(since)}", cancel))
        {
            if (one.GetProperty("body").GetString() == letter.Text) return true;
        }

        return false;
    }
}
