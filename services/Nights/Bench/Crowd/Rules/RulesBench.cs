using System.Text.Json;
using Nights.Domain.Campaigns;
using Nights.Domain.Voting;
using Nights.Local.Demo;
using Nights.Local.Simulation;
using Nights.Local.Simulation.People;
using Nights.Local.Simulation.Sight;

namespace Nights.Local.Bench.Crowd.Rules;

/// <summary>
/// A whole campaign under misfortune: simulated participants, careful ones and clickers, who reload, answer twice, answer late, quit and vanish, while the host is
/// killed and its database connections are cut. When all is decided, every rule of the crowd is checked in the database and against the replay of the votes.
/// </summary>
internal sealed class RulesBench(TimeProvider clock)
{
    private const string Mix = "good:0.45,reload:0.15,duplicate:0.1,late:0.05,ghost:0.05,quitter:0.05,spammer:0.15";
    private const int LeaseSeconds = 30;
    private static readonly TimeSpan SettlesWithin = TimeSpan.FromSeconds(180);

    /// <param name="AtOnce">Participants at a time.</param>
    public sealed record Options(int Participants, int Triplets, int Kills, int Cuts, int AtOnce, long Seed);

    private static CampaignSpec Spec(Options options) => new()
    {
        Name = "rules",
        Seed = options.Seed,
        Prompts = new PromptSpec { Categories = DemoCampaign.Nouns },
        Painting = new PaintingSpec { Count = (options.Triplets + DemoCampaign.TripletsPerPainting - 1) / DemoCampaign.TripletsPerPainting, Roles = TripletRoles.Rotate, Size = 128, Steps = 4 },
        Votes = new VoteSpec { Schedule = [2, 1, 1] },
        // So much gold that clickers are found out within their one HIT, after their votes have decided something.
        Quality = new QualitySpec { GoldShare = 0.25 },
        Hit = new HitSpec { LeaseSeconds = LeaseSeconds },
        // Room for the votes of all rounds, gold and what is paid without being counted.
        Budget = new BudgetSpec { CapMinor = 20L * options.Triplets },
    };

    public async Task<RulesResult> Run(Options options, Action<string> tell, CancellationToken cancel)
    {
        tell("Starting a local host ...");
        await using var ground = await BenchGround.Start(cancel);
        var spec = Spec(options);
        var campaign = (await ground.Operators.Post<JsonElement>("campaigns", spec, cancel)).GetProperty("id").GetGuid();
        await ground.Operators.Post<JsonElement>($"campaigns/{campaign}/start", body: null, cancel);
        // Two answers on each triplet surely come.
        var misfortunes = new Misfortunes(options.Kills, options.Cuts, 2 * options.Triplets, options.Seed);
        var result = await Judge(ground, campaign, options, misfortunes, tell, cancel);
        await Settle(ground, cancel);

        var rules = await CheckRules.Run(ground, campaign, spec.Votes.Schedule.Sum(), result.AcknowledgedSubmissions, cancel);
        return new RulesResult
        {
            Seed = options.Seed,
            Triplets = spec.Painting.Count * DemoCampaign.TripletsPerPainting,
            Participants = result.Participants,
            Kills = misfortunes.Kills,
            Cuts = misfortunes.Cuts,
            Acknowledged = result.Acknowledged,
            Repeats = result.Repeats,
            Accepted = (int)await ground.Ask<long>("select count(*) from triplet where campaign_id = $1 and state = 2", cancel, campaign),
            Dropped = (int)await ground.Ask<long>("select count(*) from triplet where campaign_id = $1 and state = 3", cancel, campaign),
            Votes = await Votes(ground, cancel),
            SpentMinor = await ground.Ask<long>("select committed_minor from campaign where id = $1", cancel, campaign),
            CapMinor = spec.Budget.CapMinor,
            Seconds = result.Seconds,
            Errors = result.Errors,
            Rules = rules,
        };
    }

    private async Task<FleetResult> Judge(
        BenchGround ground, Guid campaign, Options options, Misfortunes misfortunes, Action<string> tell, CancellationToken cancel)
    {
        var door = new CampaignDoor(ground.Operators, $"{campaign}", clock);
        var fleet = new Fleet(
            new FleetOptions
            {
                Link = await door.Link(cancel),
                Participants = options.Participants,
                MostParticipants = 3 * options.Participants,
                Mix = ParticipantMix.Parse(Mix),
                Seed = options.Seed,
                AtOnce = options.AtOnce,
                Until = door.IsDecided,
                NothingPatience = TimeSpan.FromSeconds(2 * LeaseSeconds),
            },
            new PerceptualOracle(), clock);
        var seen = new Seen();
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var striking = misfortunes.Run(ground, () => seen.Acknowledged, tell, over.Token);
        try
        {
            return await fleet.Run(seen, cancel);
        }
        finally
        {
            await over.CancelAsync();
            await striking;
        }
    }

    /// <summary>Waits until the pages of those who vanished have gone back.</summary>
    private async Task Settle(BenchGround ground, CancellationToken cancel)
    {
        for (var started = clock.GetTimestamp(); await ground.Ask<long>("select count(*) from page where closed_at is null", cancel) > 0; await Task.Delay(500, cancel))
            if (clock.GetElapsedTime(started) > SettlesWithin) return;   // the rules will say what is still leased
    }

    private static async Task<IReadOnlyDictionary<string, long>> Votes(BenchGround ground, CancellationToken cancel)
    {
        var votes = new Dictionary<string, long>();
        foreach (var status in Enum.GetValues<VoteStatus>())
            votes[status.ToString().ToLowerInvariant()] = await ground.Ask<long>("select count(*) from vote where status = $1", cancel, (short)status);
        return votes;
    }

    private sealed class Seen : IProgress<FleetProgress>
    {
        private long acknowledged;

        public long Acknowledged => Interlocked.Read(ref acknowledged);

        public void Report(FleetProgress value) => Interlocked.Exchange(ref acknowledged, value.Acknowledged);
    }
}
