using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Nights.Database.Channels;
using Nights.Domain.Campaigns;
using Nights.Hosting.Secrecy;
using Nights.TestServers;
using Nights.TestServers.Prolific;

namespace Nights.IntegrationTests.Crowd;

/// <summary>How people come in by a study's link, and how they hand in.</summary>
public sealed class StudyDoorTests(PostgresCluster cluster)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_places_of_our_own_study_are_given_once_each()
    {
        await using var host = await CrowdHost.Start(cluster);
        var campaign = await host.Campaign(8);
        var link = await Study(host, campaign, "own", places: 3);
        var replies = await Task.WhenAll(Enumerable.Range(0, 8).Select(n => new Visitor(host, campaign).Open($"person-{n}", link)));
        replies.Count(reply => reply.Status is HttpStatusCode.OK).ShouldBe(3);
        replies.Where(reply => reply.Status is not HttpStatusCode.OK).ShouldAllBe(reply => reply.Code == "study-full");
        (await host.Ask<long>("select count(*) from submission")).ShouldBe(3);
        (await host.Ask<long>("select count(*) from hit_session")).ShouldBe(3, "nobody who was turned away leaves a trace");
    }

    [Fact]
    public async Task Whoever_is_blocked_begins_nothing_new()
    {
        await using var host = await CrowdHost.Start(cluster);
        var campaign = await host.Campaign(8, spec => spec with { Hit = spec.Hit with { HitsPerParticipant = 2 } });
        var visitor = await Visitor.Warm(host, campaign, "ada");
        await visitor.Post("leave", new { });
        await host.Do("insert into participant_mark (id, participant_id, kind, reason, \"by\", at) select gen_random_uuid(), id, 3, 'test', 'tester', now() from participant");
        (await new Visitor(host, campaign).Open("ada")).ShouldBeRefused(HttpStatusCode.Conflict, "participant-blocked");
    }

    [Fact]
    public async Task A_hook_is_taken_in_once_when_it_is_signed_and_fresh_and_not_otherwise()
    {
        await using var host = await CrowdHost.Start(cluster, ("Channels:Prolific:HookSecret", "hook-secret"));
        await using var prolific = await ProlificServer.Start();
        var submission = new ProlificSubmission { Id = "s1", Study = "st1", Participant = "p1", StartedAt = TimeProvider.System.GetUtcNow(), Status = "AWAITING REVIEW" };
        var target = new Uri(host.Http.BaseAddress!, "/api/hooks/prolific");

        (await prolific.Notify(host.Http, target, "hook-secret", submission, "e1")).ShouldBe(HttpStatusCode.NoContent);
        (await prolific.Notify(host.Http, target, "hook-secret", submission, "e1")).ShouldBe(HttpStatusCode.NoContent);
        (await prolific.Notify(host.Http, target, "another", submission, "e2")).ShouldBe(HttpStatusCode.Unauthorized);
        (await prolific.Notify(host.Http, target, "hook-secret", submission, "e3", age: TimeSpan.FromMinutes(6))).ShouldBe(HttpStatusCode.Unauthorized);
        (await prolific.Notify(host.Http, target, "hook-secret", submission, "e4", spoil: true)).ShouldBe(HttpStatusCode.Unauthorized);
        (await host.Ask<long>("select count(*) from channel_notification")).ShouldBe(1);
        (await host.Ask<byte[]>("select submission_key from channel_notification")).ShouldBe(host.Services.GetRequiredService<Pseudonyms>().Assignment("prolific", "s1"));
    }

    private static async Task<string> Study(CrowdHost host, CampaignAtWork campaign, string channel, int places)
    {
        var id = Guid.CreateVersion7();
        await using var db = host.Db();
        db.Studies.Add(new Study
        {
            Id = id,
            CampaignId = campaign.Id,
            Channel = channel,
            State = StudyState.Open,
            Places = places,
            RewardMinor = 20,
            Currency = "USD",
            Page = "http://127.0.0.1/",
            Days = 1,
            CompletionCode = "WHOLE",
            PartialCode = "PART",
            CreatedAt = host.Clock.GetUtcNow(),
        });
        await db.SaveChangesAsync(Cancel);
        return LinkToken.Create(host.Services.GetRequiredService<Secrets>().Derive("links"), campaign.Id, channel, host.Clock.GetUtcNow().AddHours(1), id);
    }
}
