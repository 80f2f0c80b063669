using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using Nights.Campaigns.Calls;
using Nights.Campaigns.Reconciliation;
using Nights.Database.Channels;
using Nights.Database.Crowd;
using Nights.Database.Crowd.Marks;
using Nights.Domain.Quality;
using Nights.Domain.Voting;
using Nights.Hosting.Secrecy;
using Nights.IntegrationTests.Campaigns;
using Nights.TestServers;

namespace Nights.IntegrationTests.Channels;

/// <summary>
/// A running campaign whose HITs are published, and the people who come as the HIT page would have stored them. The service's own loop sleeps; tests turn the wheel
/// themselves, so that they know what happens between two turns.
/// </summary>
internal sealed class StudyAtWork(CampaignsHost host, Guid campaign) : IAsyncDisposable
{
    public const int Trials = 4;

    public CampaignsHost Host => host;
    public Guid Campaign => campaign;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static async Task<StudyAtWork> Start(PostgresCluster cluster, params (string Key, string Value)[] settings)
    {
        var host = await CampaignsHost.Start(cluster, [
            ("Links:PublicUrl", "http://127.0.0.1:1"), ("Channels:PollSeconds", "3600"), ("Channels:ReconcileSeconds", "86400"), ("Channels:RetrySeconds", "0.01"),
            ("Channels:CallLeaseSeconds", "60"), .. settings]);
        var id = await host.Draft(2, $"hit:\n  trialsPerPage: {Trials}\n  trialsPerHit: {Trials}\n  minutes: 1\nbudget:\n  currency: USD\n  payPerTrialMinor: 5\n  capMinor: 50000\n");
        (await host.Take(id, "start")).EnsureSuccessStatusCode();
        return new StudyAtWork(host, id);
    }

    public async Task<Guid> Publish(string channel, int places)
    {
        using var reply = await host.Operator.PostAsJsonAsync($"/api/v1/campaigns/{campaign}/studies", new { channel, places }, Cancel);
        reply.IsSuccessStatusCode.ShouldBeTrue(await reply.Content.ReadAsStringAsync(Cancel));
        return (await CampaignsHost.Body(reply)).GetProperty("id").GetGuid();
    }

    public async Task<JsonElement> Post(string path, object body, bool refused = false)
    {
        using var reply = await host.Operator.PostAsJsonAsync($"/api/v1/{path}", body, Cancel);
        reply.IsSuccessStatusCode.ShouldBe(!refused, await reply.Content.ReadAsStringAsync(Cancel));
        return await CampaignsHost.Body(reply);
    }

    public async Task<JsonElement> Get(string path) => await host.Operator.GetFromJsonAsync<JsonElement>($"/api/v1/{path}", Cancel);

    /// <summary>Makes calls, acts on notifications and asks for the study's submissions, until no call is open any more.</summary>
    public async Task Settle(Guid study)
    {
        for (var turn = 0; ; turn++)
        {
            await Turn(study);
            if (await host.Ask<long>("select count(*) from channel_call where study_id = $1 and state in (0, 1)", study) is 0) break;
            turn.ShouldBeLessThan(400, await Faults(study));
            await Task.Delay(20, Cancel);
        }

        await Turn(study);
    }

    public async Task Turn(Guid study)
    {
        await host.Get<DeliverCalls>().Run(Cancel);
        await host.Get<HandleNotifications>().Run(Cancel);
        await host.Get<ReconcileStudy>().Run(study, Cancel);
    }

    /// <summary>Somebody does the HIT, as the page's rows would say.</summary>
    /// <param name="assignment">What their address said; null on our own page.</param>
    /// <param name="answers">Of the HIT's trials.</param>
    public async Task<Guid> Land(string channel, string person, string? assignment, string? externalStudy = null, int answers = Trials, bool excluded = false, int seconds = 60)
    {
        var (pseudonyms, seal, now) = (host.Get<Pseudonyms>(), host.Get<IdentitySeal>(), TimeProvider.System.GetUtcNow());
        await using var db = host.Db();
        var participant = new Participant
        {
            Id = Guid.CreateVersion7(),
            Channel = channel,
            Pseudonym = pseudonyms.Person(channel, person),
            CreatedAt = now,
            State = excluded ? ParticipantState.Excluded : ParticipantState.Active,
        };
        var session = new HitSession
        {
            Id = Guid.CreateVersion7(),
            CampaignId = campaign,
            ParticipantId = participant.Id,
            TokenHash = RandomNumberGenerator.GetBytes(32),
            CreatedAt = now.AddSeconds(-seconds),
            ConsentedAt = now.AddSeconds(-seconds),
            FinishedAt = now,
            CompletionCode = $"CODE-{person}",
            Assignment = assignment is null ? null : pseudonyms.Assignment(channel, assignment),
        };
        db.AddRange(participant, session);
        if (excluded) db.Marks.Add(new ParticipantMark { Id = Guid.CreateVersion7(), ParticipantId = participant.Id, Kind = MarkKind.Exclude, Reason = "test", By = "rules", At = now });
        if (assignment is not null)
        {
            db.Identities.Add(new ParticipantIdentity
            {
                SessionId = session.Id,
                ParticipantId = participant.Id,
                KeptAt = now,
                Sealed = seal.Seal(session.Id, new ExternalIdentity(person, assignment, externalStudy, null)),
            });
        }

        for (var i = 0; i < answers; i++)
        {
            db.Votes.Add(new Vote
            {
                CampaignId = campaign,
                TrialId = Guid.CreateVersion7(),
                SubmissionId = Guid.CreateVersion7(),
                SessionId = session.Id,
                ParticipantId = participant.Id,
                GoldId = Guid.CreateVersion7(),
                Round = 0,
                Choice = Nights.Domain.Voting.Variation.A,
                AOnLeft = true,
                Right = true,
                ResponseMs = 900,
                Status = VoteStatus.Gold,
                PayMinor = 5,
                CastAt = now,
            });
        }

        await db.SaveChangesAsync(Cancel);
        return session.Id;
    }

    /// <summary>The place that the page takes on our own channels.</summary>
    public async Task TakePlace(Guid study, string channel, Guid session)
    {
        await using var db = host.Db();
        var row = db.Sessions.Single(one => one.Id == session);
        db.Submissions.Add(new Submission
        {
            Id = Guid.CreateVersion7(),
            StudyId = study,
            Channel = channel,
            ExternalKey = host.Get<Pseudonyms>().Assignment(channel, session.ToString()),
            ParticipantId = row.ParticipantId,
            SessionId = session,
            Verdict = Verdict.None,
            CreatedAt = TimeProvider.System.GetUtcNow(),
        });
        await db.SaveChangesAsync(Cancel);
    }

    /// <summary>Our submission of a marketplace's id.</summary>
    public Task<Guid> Submission(string channel, string externalId) =>
        host.Ask<Guid>("select id from submission where channel = $1 and external_key = $2", channel, host.Get<Pseudonyms>().Assignment(channel, externalId));

    /// <summary>Lines of the ledger: how many, and how much.</summary>
    public async Task<(long Lines, long Minor)> Ledger(Guid study, LedgerStep step, string kind = "reward") => (
        await host.Ask<long>("select count(*) from ledger_entry where study_id = $1 and step = $2 and kind = $3", study, (short)step, kind),
        await host.Ask<long>("select coalesce(sum(amount_minor), 0)::bigint from ledger_entry where study_id = $1 and step = $2 and kind = $3", study, (short)step, kind));

    public async Task<string> Faults(Guid study) =>
        await host.Ask<string>("select coalesce(string_agg(kind || ' x' || attempts || ': ' || coalesce(last_fault, '-'), E'\\n'), 'none') from channel_call where study_id = $1 and state <> 2", study);

    public ValueTask DisposeAsync() => host.DisposeAsync();
}
