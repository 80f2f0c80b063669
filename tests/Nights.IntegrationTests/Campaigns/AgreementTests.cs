using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using Nights.Database.Crowd;
using Nights.Domain.Aggregation;
using Nights.Domain.Quality;
using Nights.Domain.Randomness;
using Nights.Domain.Voting;
using Nights.TestServers;

namespace Nights.IntegrationTests.Campaigns;

public sealed class AgreementTests(PostgresCluster postgres)
{
    private const int People = 8;
    private static readonly Guid[] Everybody = [.. Enumerable.Range(1, People).Select(number => new Guid(number, 0, 0, new byte[8]))];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_calls_numbers_are_the_domains_on_the_same_votes()
    {
        await using var host = await CampaignsHost.Start(postgres);
        var campaign = await JudgedCampaign.Painted(host, 30);
        var votes = await Judge(host, campaign);
        var all = Of(votes.Where(vote => vote is { Status: VoteStatus.Counted, Choice: not null }));
        var roundOne = Of(votes.Where(vote => vote is { Status: VoteStatus.Counted, Choice: not null, Round: 1 }));
        var gold = Of(votes.Where(vote => vote.Status is VoteStatus.Gold).DistinctBy(vote => (vote.GoldId, vote.ParticipantId)));

        var answer = await host.Operator.GetFromJsonAsync<JsonElement>($"/api/v1/campaigns/{campaign}/agreement?{string.Join('&', Aggregators.Names.Select(name => $"method={name}"))}", Cancel);

        answer.GetProperty("votes").GetInt32().ShouldBe(all.Count);
        answer.GetProperty("triplets").GetInt32().ShouldBe(all.Items);
        answer.GetProperty("caution").GetString().ShouldBe(AgreementEstimate.Caution);
        foreach (var (name, on) in new[] { ("roundOne", roundOne), ("gold", gold) })
        {
            Same(answer.GetProperty(name).GetProperty("krippendorffAlpha"), KrippendorffAlpha.Of(on, cancel: Cancel));
            Same(answer.GetProperty(name).GetProperty("fleissKappa"), FleissKappa.Of(on, cancel: Cancel));
        }

        var people = answer.GetProperty("participants").EnumerateArray().ToDictionary(person => person.GetProperty("id").GetGuid());
        people.Count.ShouldBe(People);
        foreach (var (method, shown) in Enum.GetValues<AggregationMethod>().Zip(answer.GetProperty("methods").EnumerateArray()))
        {
            var consensus = Aggregators.Run(method, all, Cancel);
            shown.GetProperty("method").GetString().ShouldBe(Aggregators.Name(method));
            foreach (var (label, name) in new[] { ((int?)0, "a"), (1, "b"), (null, "tied") })
                shown.GetProperty(name).GetInt32().ShouldBe(Enumerable.Range(0, all.Items).Count(item => consensus.Label(item) == label));
            for (var number = 0; number < People; number++)
            {
                var accuracy = people[Everybody[number]].GetProperty("accuracy").GetProperty(Aggregators.Name(method));
                accuracy.GetProperty("value").GetDouble().ShouldBe(consensus.Participants[number].Value, 1e-6);
                accuracy.GetProperty("low").GetDouble().ShouldBe(consensus.Participants[number].Interval.Low, 1e-6);
                accuracy.GetProperty("high").GetDouble().ShouldBe(consensus.Participants[number].Interval.High, 1e-6);
            }
        }
    }

    [Fact]
    public async Task An_empty_campaign_has_no_agreement_and_an_unknown_method_is_named()
    {
        await using var host = await CampaignsHost.Start(postgres);
        var campaign = await host.Draft(3);

        var answer = await host.Operator.GetFromJsonAsync<JsonElement>($"/api/v1/campaigns/{campaign}/agreement", Cancel);
        answer.GetProperty("roundOne").GetProperty("krippendorffAlpha").GetProperty("undefined").GetString().ShouldBe("No item has two votes.");
        answer.GetProperty("participants").GetArrayLength().ShouldBe(0);

        var refused = await host.Operator.GetAsync($"/api/v1/campaigns/{campaign}/agreement?method=best", Cancel);
        refused.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await CampaignsHost.Body(refused)).GetProperty("detail").GetString().ShouldBe("There is no method 'best'; there are majority, wawa, one-coin, dawid-skene, glad, mace.");
        (await host.Operator.GetAsync("/api/v1/campaigns/none/agreement", Cancel)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    /// <summary>Three rounds of votes of every status by eight people, the last two of whom click at random.</summary>
    private static async Task<List<Vote>> Judge(CampaignsHost host, Guid campaign)
    {
        await using var db = host.Db();
        var triplets = db.Triplets.Where(triplet => triplet.CampaignId == campaign).OrderBy(triplet => triplet.Number).ToList();
        var sessions = Everybody.Select(_ => Guid.CreateVersion7()).ToArray();
        foreach (var (person, number) in Everybody.Select((person, number) => (person, number)))
        {
            db.Add(new Participant { Id = person, Channel = "own", Pseudonym = RandomNumberGenerator.GetBytes(32), State = ParticipantState.Active, CreatedAt = TimeProvider.System.GetUtcNow() });
            db.Add(new HitSession { Id = sessions[number], CampaignId = campaign, ParticipantId = person, TokenHash = RandomNumberGenerator.GetBytes(32), CreatedAt = TimeProvider.System.GetUtcNow() });
        }

        Gold[] golds = [.. Enumerable.Range(0, 6).Select(number => new Gold
        {
            Id = Guid.CreateVersion7(), CampaignId = campaign, Practice = false, Displays = ["r", "a", "b"], Answer = (Variation)(number % 2), CreatedAt = TimeProvider.System.GetUtcNow(),
        })];
        db.AddRange(golds);
        await db.SaveChangesAsync(Cancel);

        var (random, votes) = (new SplitMix64(5), new List<Vote>());
        foreach (var (triplet, place) in triplets.Select((triplet, place) => (triplet, place)))
            for (var turn = 0; turn < 4; turn++)
            {
                var (number, truth) = ((place + turn * 3) % People, place % 2);
                var status = random.Next(12) switch { 0 => VoteStatus.Late, 1 => VoteStatus.Quarantined, 2 => VoteStatus.Reported, _ => VoteStatus.Counted };
                votes.Add(One(number, triplet.Id, null, Math.Max(1, turn), status, random.NextDouble() < (number > 5 ? 0.5 : 0.92) ? truth : 1 - truth, null));
            }

        for (var number = 0; number < People; number++)
            foreach (var gold in golds.Append(golds[0]))
            {
                var choice = random.NextDouble() < (number > 5 ? 0.5 : 0.95) ? (int)gold.Answer : 1 - (int)gold.Answer;
                votes.Add(One(number, null, gold.Id, 0, VoteStatus.Gold, choice, choice == (int)gold.Answer));
            }

        foreach (var vote in votes)
        {
            db.Add(vote);
            await db.SaveChangesAsync(Cancel);
        }

        return votes;

        Vote One(int number, Guid? triplet, Guid? gold, int round, VoteStatus status, int choice, bool? right) => new()
        {
            CampaignId = campaign,
            TrialId = Guid.CreateVersion7(),
            SubmissionId = Guid.CreateVersion7(),
            SessionId = sessions[number],
            ParticipantId = Everybody[number],
            TripletId = triplet,
            GoldId = gold,
            Round = round,
            Choice = status is VoteStatus.Reported ? null : (Variation)choice,
            AOnLeft = choice is 0,
            Right = right,
            ResponseMs = 1200,
            Status = status,
            PayMinor = 2,
            CastAt = TimeProvider.System.GetUtcNow(),
        };
    }

    // Triplets and gold numbered as they come; the domain does not care.
    private static Judgements Of(IEnumerable<Vote> some)
    {
        var votes = some.ToList();
        var items = votes.Select(vote => vote.TripletId ?? vote.GoldId).Distinct().ToList();
        return Judgements.Of(
            [.. votes.Select(vote => items.IndexOf(vote.TripletId ?? vote.GoldId))], [.. votes.Select(vote => Array.IndexOf(Everybody, vote.ParticipantId))],
            [.. votes.Select(vote => (byte)vote.Choice!.Value)], items.Count, People);
    }

    private static void Same(JsonElement shown, AgreementEstimate expected)
    {
        expected.Value.ShouldNotBeNull();
        shown.GetProperty("value").GetDouble().ShouldBe(expected.Value.Value, 1e-12);
        shown.GetProperty("low").GetDouble().ShouldBe(expected.Interval!.Value.Low, 1e-12);
        shown.GetProperty("high").GetDouble().ShouldBe(expected.Interval!.Value.High, 1e-12);
        shown.GetProperty("items").GetInt32().ShouldBe(expected.Items);
    }
}
