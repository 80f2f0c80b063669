using Microsoft.Extensions.DependencyInjection;
using Nights.Contracts;
using Nights.Crowd.Guidance;
using Nights.Crowd.Painted;
using Nights.Domain.Campaigns;
using Nights.Domain.Triplets;
using Nights.Domain.Voting;
using Nights.Hosting.Bus;
using Nights.TestServers;

namespace Nights.IntegrationTests.Crowd;

/// <summary>A campaign that a model guides, and a trainer that is played by the test.</summary>
public sealed class GuidanceTests(PostgresCluster cluster)
{
    private const string Model = "cats@1.0.0-0000beef-1";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_painting_waits_for_its_score_and_what_tells_most_is_asked_first()
    {
        await using var host = await Start();
        var campaign = await Painted(host, 12);
        (await campaign.Triplets(TripletState.Planned)).ShouldBe(12);
        (await host.Ask<long>("select count(*) from slot")).ShouldBe(0);

        // The model is unsure of the last four.
        var scores = (await campaign.Painted()).Select((painted, i) => Score(painted, i < 8 ? 0.9 : 0.302)).ToArray();
        (await Open(host).Run(scores, Cancel)).ShouldBe((12, 0));

        (await campaign.Triplets(TripletState.Queued)).ShouldBe(12);
        (await host.Ask<long>("select count(*) from awaited_score")).ShouldBe(0);
        (await host.Ask<long>("select count(*) from triplet where expected_a between 0.5 and 0.55 and distance_b = 0.302")).ShouldBe(4);
        var visitor = await Visitor.Warm(host, campaign);
        (await Numbers(host, visitor)).ShouldBe([8, 9, 10, 11]);
        // Whoever comes when the best are taken gets the others.
        var next = await Visitor.Warm(host, campaign);
        (await Numbers(host, next)).ShouldBe([8, 9, 10, 11]);
        (await Numbers(host, await Visitor.Warm(host, campaign))).Length.ShouldBe(4);
    }

    [Fact]
    public async Task Near_identical_candidates_are_never_shown_and_are_counted_as_screened()
    {
        await using var host = await Start();
        var campaign = await Painted(host, 6, spec => spec with { Guide = spec.Guide! with { Screen = 0.05 } });
        var scores = (await campaign.Painted()).Select((painted, i) => Score(painted, 0.5, apart: i < 3 ? 0.05 : 0.051)).ToArray();

        (await Open(host).Run(scores, Cancel)).ShouldBe((3, 3));

        (await campaign.Triplets(TripletState.Void)).ShouldBe(3);
        (await host.Ask<long>("select count(*) from slot s join triplet t on t.id = s.triplet_id where t.number < 3")).ShouldBe(0);
        (await host.Ask<string>("select void_reason from triplet where number = 0")).ShouldBe($"screened: its two variations are 0.05 apart for {Model}, and guide.screen is 0.05");
        (await host.Ask<long>("select sum((screened ->> 'nearIdentical')::int)::bigint from painting")).ShouldBe(3);
        (await Numbers(host, await Visitor.Warm(host, campaign))).ShouldBe([3, 4, 5]);
        (await campaign.Committed()).ShouldBe(3 * 2);
    }

    [Fact]
    public async Task A_dead_trainer_is_asked_again_and_never_stops_a_campaign()
    {
        var asked = new Questions();
        await using var host = await Start(asked);
        var campaign = await Painted(host, 5);
        await Until(() => asked.Count >= 5);
        asked.All.ShouldAllBe(one => one.Model == Model && one.CampaignId == campaign.Id && one.Pictures.Count == 3);

        host.Clock.Advance(TimeSpan.FromSeconds(31));
        await Until(() => asked.Count >= 10);
        (await campaign.Triplets(TripletState.Planned)).ShouldBe(5);

        host.Clock.Advance(TimeSpan.FromSeconds(90));
        await Until(() => campaign.Triplets(TripletState.Queued).GetAwaiter().GetResult() == 5);

        (await host.Ask<long>("select count(*) from triplet where expected_a is null and distance_a is null")).ShouldBe(5);
        (await Numbers(host, await Visitor.Warm(host, campaign))).Length.ShouldBe(4);
        (await host.Ask<string>("select min(unscored) from painting")).ShouldBe($"No trainer has answered for {Model} in time.");
        // The answer that comes after all changes nothing.
        (await Open(host).Run([.. (await campaign.Painted()).Select(painted => Score(painted, 0.5))], Cancel)).ShouldBe((0, 0));
        (await host.Ask<long>("select count(*) from slot where campaign_id = $1", campaign.Id)).ShouldBe(10);
    }

    [Fact]
    public async Task Repeated_announcements_and_answers_at_once_open_each_vote_once()
    {
        await using var host = await Start();
        var campaign = await Painted(host, 20);
        var announced = await campaign.Painted();
        var scores = announced.Select(painted => Score(painted, 0.5)).ToArray();
        (await host.Services.GetRequiredService<OpenPainted>().Run(announced, Cancel)).ShouldBe(0);

        var opened = await Task.WhenAll(Enumerable.Range(0, 4).Select(i => Open(host).Run(i % 2 is 0 ? scores : [.. scores.Reverse()], Cancel)));

        opened.Sum(one => one.Opened).ShouldBe(20);
        (await host.Ask<long>("select count(*) from slot where campaign_id = $1", campaign.Id)).ShouldBe(40);
        (await host.Services.GetRequiredService<OpenPainted>().Run(announced, Cancel)).ShouldBe(0);
        (await host.Ask<long>("select count(*) from awaited_score")).ShouldBe(0);
    }

    [Fact]
    public async Task Answers_of_another_model_or_without_numbers_open_nothing()
    {
        await using var host = await Start();
        var campaign = await Painted(host, 1);
        var score = Score((await campaign.Painted())[0], 0.5);

        (await Open(host).Run([score with { Model = "dogs@1" }], Cancel)).ShouldBe((0, 0));
        (await Open(host).Run([score with { Distances = [0.1, double.NaN, 0.2] }], Cancel)).ShouldBe((0, 0));
        (await Open(host).Run([score with { Distances = [0.1, 0.2] }], Cancel)).ShouldBe((0, 0));
        (await Open(host).Run([score with { Scale = 0 }], Cancel)).ShouldBe((0, 0));

        (await Open(host).Run([score], Cancel)).ShouldBe((1, 0));
    }

    [Fact]
    public async Task Where_a_vote_contradicts_the_model_the_next_one_comes_first()
    {
        await using var host = await Start();
        var campaign = await Painted(host, 4, spec => spec with { Votes = new VoteSpec { Schedule = [1, 1, 1, 1] } });
        await Open(host).Run([.. (await campaign.Painted()).Select(painted => Score(painted, 0.45))], Cancel);      // A is much nearer
        var visitor = await Visitor.Warm(host, campaign);
        foreach (var trial in Visitor.Trials(await visitor.Page()))
        {
            var row = await visitor.Row(Visitor.Id(trial));
            var number = await host.Ask<int>("select number from triplet where id = $1", row.Triplet!);
            await visitor.Choose(Visitor.Id(trial), row.AOnLeft, number is 2 ? Variation.B : Variation.A);
        }

        (await host.Ask<int>("select t.number from slot s join triplet t on t.id = s.triplet_id where s.round = 2 order by s.rank desc limit 1")).ShouldBe(2);
        (await host.Ask<long>("select count(*) from slot where round = 2")).ShouldBe(4);
    }

    private static async Task<CrowdHost> Start(PostgresCluster cluster, Questions questions) =>
        await CrowdHost.Start(cluster, services => services.AddSingleton<IMessages>(questions));

    private Task<CrowdHost> Start(Questions? questions = null) => Start(cluster, questions ?? new Questions());

    private static OpenScored Open(CrowdHost host) => host.Services.GetRequiredService<OpenScored>();

    private static async Task<CampaignAtWork> Painted(CrowdHost host, int paintings, Func<CampaignSpec, CampaignSpec>? with = null)
    {
        var spec = A.Spec(paintings, spec => spec with
        {
            Guide = new GuideSpec { Model = Model },
            Quality = spec.Quality with { Practice = 0, PracticeRight = 0, GoldShare = 0, TrialsPerCheck = 0, TrialsPerRepeat = 0 },
        });
        var campaign = await CampaignAtWork.Insert(host, with is null ? spec : with(spec), CampaignState.Running);
        (await host.Services.GetRequiredService<OpenPainted>().Run(await campaign.Painted(), Cancel)).ShouldBe(paintings);
        return campaign;
    }

    /// <summary>A lies 0.3 from the reference.</summary>
    private static PaintingScored Score(TripletPainted painted, double b, double apart = 0.4) => new()
    {
        PaintingId = painted.PaintingId,
        CampaignId = painted.CampaignId,
        Model = Model,
        Distances = [0.3, b, apart],
        Scale = 0.05,
    };

    /// <summary>Numbers of the triplets on a visitor's page, in order.</summary>
    private static async Task<int[]> Numbers(CrowdHost host, Visitor visitor)
    {
        var numbers = new List<int>();
        foreach (var trial in Visitor.Trials(await visitor.Page()))
            numbers.Add(await host.Ask<int>("select t.number from trial x join triplet t on t.id = x.triplet_id where x.id = $1", Visitor.Id(trial)));
        return [.. numbers.Order()];
    }

    private static async Task Until(Func<bool> happened)
    {
        for (var wait = 0; !happened(); wait++)
        {
            if (wait > 300) throw new TimeoutException("It did not happen within 30 seconds.");
            await Task.Delay(100, Cancel);
        }
    }

    /// <summary>Where questions to trainers go, and nobody answers.</summary>
    private sealed class Questions : IMessages
    {
        private readonly List<ScorePainting> asked = [];

        public int Count
        {
            get { lock (asked) return asked.Count; }
        }

        public IReadOnlyList<ScorePainting> All
        {
            get { lock (asked) return [.. asked]; }
        }

        public Task Publish<T>(T message, CancellationToken cancel)
            where T : class
        {
            lock (asked) if (message is ScorePainting question) asked.Add(question);
            return Task.CompletedTask;
        }
    }
}
