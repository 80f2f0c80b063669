using System.Net;
using Nights.Domain.Campaigns;
using Nights.Domain.Quality;
using Nights.Domain.Triplets;
using Nights.Domain.Voting;
using Nights.TestServers;

namespace Nights.IntegrationTests.Crowd;

public sealed class QuarantineTests(PostgresCluster cluster)
{
    [Fact]
    public async Task A_preview_is_what_happens_and_lifting_it_brings_everything_back()
    {
        await using var host = await CrowdHost.Start(cluster);
        var record = new Record(host);
        var (campaign, bad) = await Judged(host);
        var other = await host.Campaign(2, Plain);
        var elsewhere = await Visitor.Warm(host, other, "bad");
        foreach (var trial in Visitor.Trials(await elsewhere.Page())) await elsewhere.AnswerRightly(trial);
        var before = await record.State();

        var preview = (await record.Mark(bad, MarkKind.Exclude, campaign: null, preview: true)).Effect;
        (await record.State()).ShouldBe(before, "A preview leaves nothing behind.");
        var (mark, effect) = await record.Mark(bad, MarkKind.Exclude, campaign: null);

        effect.Moves.ShouldBe(preview.Moves);
        (effect.Votes, effect.Triplets, effect.Campaigns).ShouldBe((8, 8, 2));
        (effect.AcceptedFell, effect.DroppedReopened, effect.Accepted, effect.Reopened).ShouldBe((3, 3, 0, 6));
        (await record.TalliesAreTheVotes()).ShouldBeTrue();
        (await host.Ask<long>("select count(*) from triplet where campaign_id = $1 and state = 2", campaign)).ShouldBe(0);
        (await host.Ask<short>("select state from participant where id = $1", bad)).ShouldBe((short)1);

        var liftPreview = await record.Lift(bad, mark, preview: true);
        var lifted = await record.Lift(bad, mark);
        lifted!.Moves.ShouldBe(liftPreview!.Moves);
        (await record.State()).ShouldBe(before);
        (await host.Ask<short>("select state from participant where id = $1", bad)).ShouldBe((short)0);
        (await record.Lift(bad, mark)).ShouldBeNull("A mark is lifted once.");
    }

    [Fact]
    public async Task A_campaigns_mark_reaches_its_campaign_alone()
    {
        await using var host = await CrowdHost.Start(cluster);
        var record = new Record(host);
        var (campaign, bad) = await Judged(host);
        var other = await host.Campaign(2, Plain);
        var elsewhere = await Visitor.Warm(host, other, "bad");
        foreach (var trial in Visitor.Trials(await elsewhere.Page())) await elsewhere.AnswerRightly(trial);

        var (_, effect) = await record.Mark(bad, MarkKind.SoftReject, campaign);
        (effect.Votes, effect.Campaigns).ShouldBe((6, 1));
        (await host.Ask<long>("select count(*) from vote where participant_id = $1 and campaign_id = $2 and status = 0", bad, other.Id)).ShouldBe(2);
        await elsewhere.Open("bad");
        elsewhere.State.ShouldNotBe("excluded");
        (await host.Ask<long>("select coalesce(sum(pay_minor), 0)::bigint from vote where participant_id = $1 and campaign_id = $2", bad, campaign)).ShouldBeGreaterThan(0, "Paid all the same.");
    }

    [Fact]
    public async Task Votes_whose_place_others_have_taken_come_back_late()
    {
        await using var host = await CrowdHost.Start(cluster);
        var record = new Record(host);
        var (campaign, bad) = await Judged(host);
        var (mark, _) = await record.Mark(bad, MarkKind.Exclude, campaign: null);
        var at = new CampaignAtWork(host, campaign, A.Spec(6, Plain));
        var visitor = await Visitor.Warm(host, at);
        foreach (var trial in Visitor.Trials(await visitor.Page())) await visitor.AnswerRightly(trial);
        (await at.Triplets(TripletState.Accepted)).ShouldBe(6);

        var effect = await record.Lift(bad, mark);
        effect!.Votes.ShouldBe(6);
        (await at.Triplets(TripletState.Accepted)).ShouldBe(6);
        (await host.Ask<long>("select count(*) from vote where participant_id = $1 and status = $2", bad, (short)VoteStatus.Late)).ShouldBe(6);
        (await host.Ask<int>("select max(votes_a + votes_b) from triplet")).ShouldBe(2, "Never more counted votes than wanted.");
        (await record.TalliesAreTheVotes()).ShouldBeTrue();
    }

    [Fact]
    public async Task While_another_mark_holds_them_votes_stay_quarantined()
    {
        await using var host = await CrowdHost.Start(cluster);
        var record = new Record(host);
        var (campaign, bad) = await Judged(host);
        var (first, _) = await record.Mark(bad, MarkKind.SoftReject, campaign);
        var (second, none) = await record.Mark(bad, MarkKind.Exclude, campaign: null);
        none.Votes.ShouldBe(0);
        (await record.Lift(bad, first))!.Votes.ShouldBe(0);
        (await host.Ask<long>("select count(*) from vote where status = 4")).ShouldBe(6);
        (await record.Lift(bad, second))!.Votes.ShouldBe(6);
        (await host.Ask<long>("select count(*) from vote where status = 4")).ShouldBe(0);
    }

    [Fact]
    public async Task A_finished_campaign_drains_again_when_its_triplets_open()
    {
        await using var host = await CrowdHost.Start(cluster);
        var (campaign, bad) = await Judged(host);
        await host.Do("update campaign set state = $2, finished_at = now() where id = $1", campaign, (short)CampaignState.Finished);
        await new Record(host).Mark(bad, MarkKind.Exclude, campaign);
        (await host.Ask<short>("select state from campaign where id = $1", campaign)).ShouldBe((short)CampaignState.Draining);
    }

    [Fact]
    public async Task Who_is_blocked_gets_no_trials_until_the_block_ends_and_their_votes_count()
    {
        await using var host = await CrowdHost.Start(cluster);
        var record = new Record(host);
        var campaign = await host.Campaign(8, spec => Plain(spec) with { Hit = spec.Hit with { TrialsPerPage = 4, TrialsPerHit = 8 } });
        var visitor = await Visitor.Warm(host, campaign);
        var page = Visitor.Trials(await visitor.Page());
        await visitor.AnswerRightly(page[0]);
        var person = await record.Participant(visitor);

        await record.Mark(person, MarkKind.Block, campaign.Id, endsAt: DateTimeOffset.UtcNow.AddHours(1));
        (await visitor.Page()).GetProperty("reason").GetString().ShouldBe("excluded");
        (await host.Ask<long>("select count(*) from vote where status = 0")).ShouldBe(1);
        (await host.Ask<long>("select count(*) from slot where state = 1")).ShouldBe(0, "What they held is open again.");
        (await campaign.Committed()).ShouldBe(await campaign.Paid());

        await host.Do("update participant_mark set ends_at = now() - interval '1 second'");
        Visitor.Trials(await visitor.Page()).Count.ShouldBe(4);
    }

    [Fact]
    public async Task Who_is_allowed_is_judged_by_no_rule()
    {
        await using var host = await CrowdHost.Start(cluster);
        var campaign = await host.Campaign(8, spec => spec with
        {
            Quality = spec.Quality with { Practice = 0, GoldShare = 0.5, GoldBeforeJudging = 1 },
            Hit = spec.Hit with { TrialsPerPage = 4, TrialsPerHit = 8 },
        });
        var visitor = await Visitor.Warm(host, campaign);
        await new Record(host).Mark(await new Record(host).Participant(visitor), MarkKind.Allow, campaign: null);
        foreach (var trial in Visitor.Trials(await visitor.Page()))
        {
            var row = await visitor.Row(Visitor.Id(trial));
            (await visitor.Choose(Visitor.Id(trial), row.AOnLeft, row.Gold is { } gold ? 1 - gold : Variation.A)).Status.ShouldBe(HttpStatusCode.OK);
        }

        (await host.Ask<long>("select count(*) from vote where status = 1 and not \"right\"")).ShouldBeGreaterThan(0);
        (await host.Ask<long>("select count(*) from vote where status = 4")).ShouldBe(0);
        (await visitor.Page()).TryGetProperty("trials", out _).ShouldBeTrue();
    }

    private static CampaignSpec Plain(CampaignSpec spec) => spec with
    {
        Votes = spec.Votes with { Schedule = [2] },
        Quality = spec.Quality with { Practice = 0, GoldShare = 0, MostOfCampaign = 1 },
        Hit = spec.Hit with { TrialsPerPage = 6, TrialsPerHit = 12 },
    };

    /// <summary>Six triplets, all decided: a good visitor and "bad" agree on three of them.</summary>
    private static async Task<(Guid Campaign, Guid Bad)> Judged(CrowdHost host)
    {
        var campaign = await host.Campaign(6, Plain);
        var good = await Visitor.Warm(host, campaign);
        foreach (var trial in Visitor.Trials(await good.Page())) await good.AnswerRightly(trial);
        var bad = await Visitor.Warm(host, campaign, "bad");
        foreach (var (trial, i) in Visitor.Trials(await bad.Page()).Select((trial, i) => (trial, i))) await bad.AnswerRightly(trial, _ => i < 3 ? Variation.A : Variation.B);
        (await campaign.Triplets(TripletState.Accepted)).ShouldBe(3);
        (await campaign.Triplets(TripletState.Dropped)).ShouldBe(3);
        return (campaign.Id, await new Record(host).Participant(bad));
    }
}
