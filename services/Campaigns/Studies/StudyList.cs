using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Nights.Campaigns.Channels;
using Nights.Database;
using Nights.Database.Campaigns;
using Nights.Database.Channels;
using Nights.Domain.Budgets;
using Nights.Domain.Campaigns;
using Npgsql;

namespace Nights.Campaigns.Studies;

/// <summary>Reads studies with their counts, their money and their measured pay.</summary>
internal sealed class StudyList(IDbContextFactory<NightsDb> databases, NpgsqlDataSource source, IOptions<ChannelOptions> options)
{
    // Time from consent to the end: what is before it is reading, and nobody is paid for leaving the page open afterwards.
    private const string Figures =
        """
        select
            (select count(*) from channel_call where study_id = $1 and state in (0, 1))::int,
            (select count(*) from channel_call where study_id = $1 and state = 3)::int,
            count(*)::int,
            count(*) filter (where s.remote_state = 3 and s.verdict = 0)::int,
            count(*) filter (where s.session_id is not null and $2 and s.verified is not true)::int,
            (select coalesce(sum(amount_minor) filter (where step = 0), 0) - coalesce(sum(amount_minor) filter (where step = 2), 0) from ledger_entry where study_id = $1)::bigint,
            (select coalesce(sum(amount_minor), 0) from ledger_entry where study_id = $1 and step = 1)::bigint,
            percentile_cont(0.5) within group (order by extract(epoch from session.finished_at - coalesce(session.consented_at, session.created_at)))
                filter (where session.finished_at is not null and exists (select from vote where vote.session_id = session.id and vote.status <> 2))::float8,
            (select coalesce(sum(amount_minor), 0) / greatest(1, count(*)) from ledger_entry where study_id = $1 and step = 0 and kind like 'bonus:top-up%')::bigint
        from submission s
        left join hit_session session on session.id = s.session_id
        where s.study_id = $1
        """;

    public async Task<IReadOnlyList<StudyView>> Of(Guid campaignId, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var studies = await db.Studies.AsNoTracking().Where(study => study.CampaignId == campaignId).OrderByDescending(study => study.CreatedAt).ToListAsync(cancel);
        if (studies.Count is 0) return [];
        var spec = (await db.Campaigns.AsNoTracking().SingleAsync(campaign => campaign.Id == campaignId, cancel)).ReadSpec();
        var views = new List<StudyView>();
        foreach (var study in studies) views.Add(await View(study, spec, cancel));
        return views;
    }

    public async Task<Study?> Find(Guid id, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await db.Studies.AsNoTracking().SingleOrDefaultAsync(study => study.Id == id, cancel);
    }

    public async Task<StudyView> One(Guid id, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var study = await db.Studies.AsNoTracking().SingleAsync(row => row.Id == id, cancel);
        return await View(study, (await db.Campaigns.AsNoTracking().SingleAsync(campaign => campaign.Id == study.CampaignId, cancel)).ReadSpec(), cancel);
    }

    private async Task<StudyView> View(Study study, CampaignSpec spec, CancellationToken cancel)
    {
        await using var command = source.CreateCommand(Figures);
        command.Parameters.AddWithValue(study.Id);
        command.Parameters.AddWithValue(Verification.Needed(study.Channel));
        await using var row = await command.ExecuteReaderAsync(cancel);
        await row.ReadAsync(cancel);
        double? median = row.IsDBNull(7) ? null : Math.Max(1, row.GetDouble(7));
        var pay = study.RewardMinor + row.GetInt64(8);
        var target = Math.Max(HourlyPay.PromisedMinor(spec.Hit, spec.Budget), options.Value.MinimumHourlyMinor);
        return new StudyView
        {
            Id = study.Id,
            CampaignId = study.CampaignId,
            Channel = study.Channel,
            State = study.State,
            RemoteWord = study.RemoteWord,
            Places = study.Places,
            RemotePlaces = study.RemotePlaces,
            RemoteTaken = study.RemoteTaken,
            RewardMinor = study.RewardMinor,
            Currency = study.Currency,
            Page = study.Page,
            CreatedAt = study.CreatedAt,
            ReconciledAt = study.ReconciledAt,
            Failure = study.Failure,
            OpenCalls = row.GetInt32(0),
            ParkedCalls = row.GetInt32(1),
            Submissions = row.GetInt32(2),
            Waiting = row.GetInt32(3),
            Unverified = row.GetInt32(4),
            PromisedMinor = row.GetInt64(5),
            PaidMinor = row.GetInt64(6),
            MedianSeconds = median,
            HourlyMinor = median is { } seconds ? HourlyPay.Minor(pay, TimeSpan.FromSeconds(seconds)) : null,
            TargetHourlyMinor = target,
            TopUpMinor = median is { } time ? TopUp.PerSubmissionMinor(pay, TimeSpan.FromSeconds(time), target) : 0,
        };
    }
}
