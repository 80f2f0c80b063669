using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Xml;
using System.Xml.Linq;
using Nights.Channels.Faults;
using Nights.Channels.Studies;
using Nights.Channels.Submissions;

namespace Nights.Channels.MechanicalTurk;

/// <summary>Assignments: listed HIT by HIT, paid, refused, topped up.</summary>
internal sealed class TurkAssignments(TurkApi api, TurkHits hits)
{
    public async IAsyncEnumerable<RemoteSubmission> List(StudyOrder order, [EnumeratorCancellation] CancellationToken cancel)
    {
        foreach (var hit in await hits.Of(order, cancel))
        {
            await foreach (var one in api.List("ListAssignmentsForHIT", "Assignments", new() { ["HITId"] = hit.Id }, cancel)) yield return Read(one);
        }
    }

    public async Task Approve(SubmissionAddress submission, CancellationToken cancel)
    {
        var state = (await Get(submission, cancel)).State;
        if (state is SubmissionState.Approved) return;
        await api.Call("ApproveAssignment", new { AssignmentId = submission.ExternalId, OverrideRejection = state is SubmissionState.Rejected }, cancel);
    }

    public async Task Reject(SubmissionAddress submission, Rejection rejection, CancellationToken cancel)
    {
        var state = (await Get(submission, cancel)).State;
        if (state is SubmissionState.Rejected) return;
        if (state is SubmissionState.Approved) throw new ChannelRefusedException("The assignment is approved and paid, which is final.");
        await api.Call("RejectAssignment", new { AssignmentId = submission.ExternalId, RequesterFeedback = rejection.Message.Trim() }, cancel);
    }

    public async Task<BonusStanding> Bonus(SubmissionAddress submission, BonusOrder bonus, CancellationToken cancel)
    {
        // The token is forgotten after a day; the list of payments is not.
        if (await Paid(submission, bonus.AmountMinor, cancel) > bonus.PaidBefore) return BonusStanding.Paid;
        var worker = (await Get(submission, cancel)).Participant;
        await bonus.Asking(cancel);
        await api.CallOnce("SendBonus", new
        {
            WorkerId = worker,
            BonusAmount = TurkHits.Dollars(bonus.AmountMinor),
            AssignmentId = submission.ExternalId,
            bonus.Reason,
            UniqueRequestToken = bonus.Key,
        }, cancel);
        return BonusStanding.Paid;
    }

    public async Task Block(SubmissionAddress submission, string reason, CancellationToken cancel) =>
        await api.Call("CreateWorkerBlock", new { WorkerId = (await Get(submission, cancel)).Participant, Reason = reason }, cancel);

    public async Task Unblock(SubmissionAddress submission, string reason, CancellationToken cancel) =>
        await api.Call("DeleteWorkerBlock", new { WorkerId = (await Get(submission, cancel)).Participant, Reason = reason }, cancel);

    /// <summary>There is no list of letters sent; a second copy is possible and harmless.</summary>
    public async Task Write(SubmissionAddress submission, Letter letter, CancellationToken cancel) =>
        await api.Call("NotifyWorkers", new { letter.Subject, MessageText = letter.Text, WorkerIds = new[] { (await Get(submission, cancel)).Participant } }, cancel);

    private async Task<RemoteSubmission> Get(SubmissionAddress submission, CancellationToken cancel) =>
        Read((await api.Call("GetAssignment", new { AssignmentId = submission.ExternalId }, cancel)).GetProperty("Assignment"));

    private async Task<int> Paid(SubmissionAddress submission, long minor, CancellationToken cancel)
    {
        var (count, amount) = (0, TurkHits.Dollars(minor));
        await foreach (var payment in api.List("ListBonusPayments", "BonusPayments", new() { ["AssignmentId"] = submission.ExternalId }, cancel))
        {
            if (payment.GetProperty("BonusAmount").GetString() == amount) count++;
        }

        return count;
    }

    private static RemoteSubmission Read(JsonElement one) => new(
        one.GetProperty("AssignmentId").GetString()!, one.GetProperty("WorkerId").GetString()!, State(one.GetProperty("AssignmentStatus").GetString()!), Code(one),
        Time(one, "AcceptTime"), Time(one, "SubmitTime"), Time(one, "AutoApprovalTime"));

    private static SubmissionState State(string word) => word switch
    {
        "Submitted" => SubmissionState.Submitted,
        "Approved" => SubmissionState.Approved,
        "Rejected" => SubmissionState.Rejected,
        _ => throw new ChannelUncertainException($"The Mechanical Turk endpoint calls an assignment '{word}', a word that is not known here."),
    };

    private static DateTimeOffset? Time(JsonElement one, string name) => one.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.Number ? TurkHits.Time(value) : null;

    /// <summary>The field "code" among the QuestionFormAnswers. Written by a participant's browser: nothing but text.</summary>
    private static string? Code(JsonElement one)
    {
        if (!one.TryGetProperty("Answer", out var answer) || answer.GetString() is not { Length: > 0 and < 100_000 } text) return null;
        try
        {
            using var reader = XmlReader.Create(new StringReader(text), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
            return XDocument.Load(reader).Descendants()
                .Where(element => element.Name.LocalName is "Answer" && element.Elements().Any(child => child.Name.LocalName is "QuestionIdentifier" && child.Value is "code"))
                .Select(element => element.Elements().FirstOrDefault(child => child.Name.LocalName is "FreeText")?.Value).FirstOrDefault();
        }
        catch (XmlException)
        {
            return null;
        }
    }
}
