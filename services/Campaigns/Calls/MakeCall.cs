using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Nights.Campaigns.Channels;
using Nights.Campaigns.Payments;
using Nights.Campaigns.Studies;
using Nights.Channels;
using Nights.Channels.Studies;
using Nights.Channels.Submissions;
using Nights.Database;
using Nights.Database.Channels;

namespace Nights.Campaigns.Calls;

/// <summary>What became of a call.</summary>
internal enum MadeCall
{
    Done = 0,

    /// <summary>Asked for; the marketplace does not show it yet.</summary>
    AskAgain = 1,
}

/// <summary>Makes one call and stores what follows, in one transaction with the end of the call.</summary>
internal sealed class MakeCall(IDbContextFactory<NightsDb> databases, CrowdChannels channels, TakeCall calls, SubmissionAddresses addresses, TimeProvider clock)
{
    public async Task<MadeCall> Run(ChannelCall call, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var study = await db.Studies.AsNoTracking().SingleAsync(row => row.Id == call.StudyId, cancel);
        var order = StudyOrders.Of(study, await db.Campaigns.AsNoTracking().SingleAsync(row => row.Id == study.CampaignId, cancel));
        var channel = channels.Get(study.Channel);
        if (call.SubmissionId is null)
        {
            var standing = await OfStudy(call, channel, order, study, cancel);
            await Finish(call, (after, stop) => Store(after, call, standing, stop), cancel);
            return MadeCall.Done;
        }

        var submission = await db.Submissions.AsNoTracking().SingleAsync(row => row.Id == call.SubmissionId, cancel);
        return await OfSubmission(call, channel, await addresses.Of(channel, order, submission, cancel), submission, cancel);
    }

    /// <summary>Keeps a refusal where an operator sees it, and has the marketplace asked how things stand there.</summary>
    public async Task Refused(ChannelCall call, string why, CancellationToken cancel)
    {
        await calls.Park(call, why, cancel);
        await using var db = await databases.CreateDbContextAsync(cancel);
        await db.Studies.Where(study => study.Id == call.StudyId).ExecuteUpdateAsync(
            study => study.SetProperty(row => row.Failure, why).SetProperty(row => row.ReconciledAt, (DateTimeOffset?)null), cancel);
        if (call.Kind is CallKind.Publish)
        {
            await db.Studies.Where(study => study.Id == call.StudyId && study.State == StudyState.Publishing)
                .ExecuteUpdateAsync(study => study.SetProperty(row => row.State, StudyState.Failed), cancel);
        }
    }

    private static async Task<StudyStanding> OfStudy(ChannelCall call, ICrowdChannel channel, StudyOrder order, Study study, CancellationToken cancel)
    {
        // What was wished for when the call was written may be overtaken: a study that is stopped by now is not shown again.
        var kind = study.State is StudyState.Stopped ? CallKind.Stop : call.Kind;
        return kind switch
        {
            CallKind.Publish => await channel.Publish(order, cancel),
            CallKind.Extend => await channel.Extend(order, cancel),
            CallKind.Pause => await channel.Pause(order, cancel),
            CallKind.Resume => await channel.Resume(order, cancel),
            CallKind.Stop => await channel.Stop(order, cancel),
            CallKind.Approve or CallKind.Reject or CallKind.Bonus or CallKind.Block or CallKind.Unblock or CallKind.Message =>
                throw new InvalidOperationException($"{call.Kind} is about a submission and names none."),
            _ => throw new InvalidOperationException($"{call.Kind} is no call."),
        };
    }

    private async Task<MadeCall> OfSubmission(ChannelCall call, ICrowdChannel channel, SubmissionAddress address, Submission submission, CancellationToken cancel)
    {
        switch (call.Kind)
        {
            case CallKind.Approve:
                await channel.Approve(address, cancel);
                await Finish(call, (db, stop) => channel.PaysItself ? Ledger.Pay(db, clock, submission.Id, Ledger.Reward, "marketplace", null, stop) : Task.CompletedTask, cancel);
                return MadeCall.Done;
            case CallKind.Reject:
                await channel.Reject(address, Payload<Rejection>(call), cancel);
                break;
            case CallKind.Bonus:
                return await Bonus(call, channel, address, submission, cancel);
            case CallKind.Block:
                await channel.Block(address, Payload<ReasonPayload>(call).Reason, cancel);
                break;
            case CallKind.Unblock:
                await channel.Unblock(address, Payload<ReasonPayload>(call).Reason, cancel);
                break;
            case CallKind.Message:
                var letter = Payload<LetterPayload>(call);
                await channel.Message(address, new Letter(letter.Subject, letter.Text, call.Attempts > 1, call.CreatedAt), cancel);
                break;
            case CallKind.Publish or CallKind.Extend or CallKind.Pause or CallKind.Resume or CallKind.Stop:
            default:
                throw new InvalidOperationException($"{call.Kind} is about a study and names a submission.");
        }

        await Finish(call, (_, _) => Task.CompletedTask, cancel);
        return MadeCall.Done;
    }

    private async Task<MadeCall> Bonus(ChannelCall call, ICrowdChannel channel, SubmissionAddress address, Submission submission, CancellationToken cancel)
    {
        var payload = Payload<BonusPayload>(call);
        await using var db = await databases.CreateDbContextAsync(cancel);
        var before = await db.Ledger.CountAsync(
            entry => entry.SubmissionId == submission.Id && entry.Step == LedgerStep.Paid && entry.AmountMinor == payload.AmountMinor
                && entry.Kind != payload.Kind && entry.Kind != Ledger.Reward, cancel);
        var standing = await channel.Bonus(address, new BonusOrder
        {
            Key = call.Id.ToString("N"),
            AmountMinor = payload.AmountMinor,
            Reason = payload.Reason,
            PaidBefore = before,
            AskedAt = call.AskedAt,
            Now = clock.GetUtcNow(),
            Asking = stop => calls.Asking(call, stop),
        }, cancel);
        if (standing is BonusStanding.UnderWay) return MadeCall.AskAgain;
        await Finish(call, (after, stop) =>
            channel.PaysItself ? Ledger.Pay(after, clock, submission.Id, payload.Kind, "marketplace", null, stop) : Task.CompletedTask, cancel);
        return MadeCall.Done;
    }

    private async Task Store(NightsDb db, ChannelCall call, StudyStanding standing, CancellationToken cancel)
    {
        var study = await db.Studies.FromSql($"select * from study where id = {call.StudyId} for update").SingleAsync(cancel);
        if (standing.ExternalId.Length > 0) study.ExternalId = standing.ExternalId;
        (study.RemoteWord, study.RemotePlaces, study.RemoteTaken, study.Failure) = (standing.Word, standing.Places, standing.Taken, null);
        if (call.Kind is not CallKind.Publish) return;
        study.PublishedAt ??= clock.GetUtcNow();
        if (study.State is StudyState.Publishing) study.State = StudyState.Open;
    }

    private async Task Finish(ChannelCall call, Func<NightsDb, CancellationToken, Task> also, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        await also(db, cancel);
        await db.SaveChangesAsync(cancel);
        var now = clock.GetUtcNow();
        await db.ChannelCalls.Where(row => row.Id == call.Id).ExecuteUpdateAsync(
            row => row.SetProperty(one => one.State, CallState.Done).SetProperty(one => one.DoneAt, now).SetProperty(one => one.LastFault, (string?)null), cancel);
        await transaction.CommitAsync(cancel);
    }

    private static T Payload<T>(ChannelCall call) =>
        JsonSerializer.Deserialize<T>(call.Payload, NewCall.Json) ?? throw new InvalidOperationException($"Call {call.Id} says nothing.");
}
