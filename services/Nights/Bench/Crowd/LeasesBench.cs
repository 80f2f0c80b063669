using System.Threading.Channels;
using Nights.Database.Crowd;
using Nights.Domain.Campaigns;
using Nights.Domain.Quality;
using Nights.Local.Simulation.Pages;

namespace Nights.Local.Bench.Crowd;

/// <summary>
/// How long it takes to claim a page of trials over HTTP while people come at a steady rate, in hosts that differ only in how many slots are open. The hosts run
/// side by side and are asked in turn, so that whatever else this machine does falls on all of them alike.
/// </summary>
internal sealed class LeasesBench(TimeProvider clock)
{
    private const int Claimants = 64, VotesBefore = 200;
    private const double WantedP99 = 50, WantedFlatness = 1.5;

    public sealed record Options(IReadOnlyList<int> Sizes, double Rate, int Seconds, int Rounds);

    /// <param name="Open">Open slots.</param>
    /// <param name="Milliseconds">Of a claim, all rounds together.</param>
    /// <param name="RoundP99">Of each round.</param>
    private sealed record Row(int Open, Latencies Milliseconds, IReadOnlyList<double> RoundP99);

    /// <summary>Forty trials a HIT would leave no history: those who claim here have answered two hundred already.</summary>
    private static CampaignSpec Spec { get; } = new()
    {
        Name = "leases",
        Quality = new QualitySpec { Practice = 0, PracticeRight = 0, GoldShare = 0.1, GoldRightShare = 0, OnChecks = QualityAction.Nothing, OnTooFast = QualityAction.Nothing, MostOfCampaign = 1 },
        Hit = new HitSpec { TrialsPerPage = 10, TrialsPerHit = 1000 },
        Budget = new BudgetSpec { CapMinor = 1_000_000_000 },
    };

    public async Task<BenchResult> Run(Options options, Action<string> tell, CancellationToken cancel)
    {
        var places = new List<Place>();
        try
        {
            foreach (var size in options.Sizes)
            {
                tell($"Starting a host with {size:N0} open slots ...");
                places.Add(await Place.Open(size, clock, cancel));
            }

            foreach (var place in places) await place.Claim(options.Rate, TimeSpan.FromSeconds(5), cancel);   // not kept: code and caches warm up
            var took = places.ConvertAll(_ => new List<IReadOnlyCollection<double>>());
            for (var round = 0; round < options.Rounds; round++)
            {
                for (var i = 0; i < places.Count; i++) took[i].Add(await places[i].Claim(options.Rate, TimeSpan.FromSeconds(options.Seconds), cancel));
                tell($"Round {round + 1}: p99 of {string.Join(", ", places.Select((place, i) => $"{Latencies.Of(took[i][^1]).P99:F1} ms at {place.Size:N0}"))}");
            }

            var rows = places.Select((place, i) => new Row(
                place.Size, Latencies.Of(took[i].SelectMany(round => round)), [.. took[i].Select(round => Latencies.Of(round).P99)])).ToArray();
            foreach (var row in rows) tell($"{row.Open,9:N0} open slots: p50 {row.Milliseconds.P50:F1} ms, p99 {row.Milliseconds.P99:F1} ms of {row.Milliseconds.Calls} claims");
            var worst = rows.Max(row => row.Milliseconds.P99);
            return new BenchResult("leases", worst, "ms, p99 of a claim at the worst size", WantedP99, "wanted", WantedP99 / worst, new Dictionary<string, object>
            {
                ["claimsPerSecond"] = options.Rate,
                ["sizes"] = rows,
                ["flatnessP50"] = rows.Max(row => row.Milliseconds.P50) / rows.Min(row => row.Milliseconds.P50),
                ["flatnessP99"] = worst / rows.Min(row => row.Milliseconds.P99),
                ["wantedFlatness"] = WantedFlatness,
                ["cores"] = Environment.ProcessorCount,
            });
        }
        finally
        {
            foreach (var place in places) await place.DisposeAsync();
        }
    }

    /// <summary>A host with so many open slots, and people with a history who claim, and give back what they claimed.</summary>
    private sealed class Place : IAsyncDisposable
    {
        // As if each had answered so many triplets of the campaign, and every tenth time gold. No rule reads these rows but those that a claim asks about.
        private const string History =
            """
            insert into vote (campaign_id, trial_id, submission_id, session_id, participant_id, triplet_id, gold_id, round, choice, a_on_left, "right", response_ms, status, pay_minor, cast_at)
            select s.campaign_id, gen_random_uuid(), gen_random_uuid(), s.id, s.participant_id, case when n % 10 > 0 then t.id end,
                case when n % 10 = 0 then (select g.id from gold g where g.campaign_id = s.campaign_id order by g.id offset n / 10 % 36 limit 1) end,
                1, 0, true, case when n % 10 = 0 then true end, 900, case when n % 10 = 0 then 1 else 3 end, 2, now()
            from (select *, row_number() over (order by id) as place from hit_session where campaign_id = $1) s cross join generate_series(1, $2) n
            left join triplet t on t.campaign_id = s.campaign_id and t.number = (s.place * 131 + n * 7) % (select count(*) from triplet where campaign_id = $1)
            """;

        private readonly BenchGround ground;
        private readonly Electorate people;
        private readonly TimeProvider clock;

        private Place(BenchGround ground, Electorate people, int size, TimeProvider clock) => (this.ground, this.people, Size, this.clock) = (ground, people, size, clock);

        public int Size { get; }

        public static async Task<Place> Open(int size, TimeProvider clock, CancellationToken cancel)
        {
            var ground = await BenchGround.Start(cancel);
            var campaign = await QueuedCampaign.Insert(ground, size, Spec, cancel);
            HitLink link = await ground.Link(campaign, cancel);
            var people = new Electorate(link, "claims", Claimants, clock);
            foreach (var voter in people.Voters) await voter.Enter(cancel);
            await ground.Do(History, cancel, campaign, VotesBefore);
            await ground.Do("vacuum analyze participant, hit_session, vote", cancel);
            return new Place(ground, people, size, clock);
        }

        /// <returns>Milliseconds of each claim.</returns>
        public async Task<IReadOnlyCollection<double>> Claim(double rate, TimeSpan during, CancellationToken cancel)
        {
            var ready = Channel.CreateUnbounded<Voter>();
            foreach (var voter in people.Voters) ready.Writer.TryWrite(voter);
            var given = new List<Task>();
            var took = await new OpenLoop(rate, seed: 1, clock).Run(during, async () =>
            {
                var voter = await ready.Reader.ReadAsync(cancel);
                var page = await voter.Claim(cancel) ?? throw new InvalidDataException("A HIT that should go on was finished.");
                var giving = GiveBack(page, voter, ready.Writer, cancel);
                lock (given) given.Add(giving);
            }, cancel);
            await Task.WhenAll(given);
            return took;
        }

        public async ValueTask DisposeAsync()
        {
            people.Dispose();
            await ground.DisposeAsync();
        }

        private async Task GiveBack(Guid page, Voter voter, ChannelWriter<Voter> ready, CancellationToken cancel)
        {
            await using (var connection = await ground.Database.OpenConnectionAsync(cancel))
            await using (var transaction = await connection.BeginTransactionAsync(cancel))
            {
                await ReturnPages.Run(connection, [page], clock.GetUtcNow(), cancel);
                await transaction.CommitAsync(cancel);
            }

            ready.TryWrite(voter);
        }
    }
}
