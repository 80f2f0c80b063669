using System.Diagnostics;
using System.Text.Json;
using Nights.Domain.Storage;
using Nights.TestServers;

namespace Nights.IntegrationTests.Crowd;

/// <summary>
/// Nothing a participant's browser is sent tells gold from real, or which picture stands on the left: a classifier over two thousand
/// trials does no better than chance. What it is not given are the pixels, which are what people judge.
/// </summary>
public sealed class LeakTests(PostgresCluster cluster)
{
    private const int People = 50;
    private const int TrialsEach = 40;
    private const double Low = 0.45, High = 0.55;
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Two_thousand_trials_do_not_tell_gold_from_real_nor_left_from_right()
    {
        await using var host = await CrowdHost.Start(cluster);
        var campaign = await host.Campaign(80, spec => spec with
        {
            Votes = spec.Votes with { Schedule = [15, 15] },
            Quality = spec.Quality with { Practice = 2, PracticeRight = 0, GoldShare = 0.5 },
            Hit = spec.Hit with { TrialsPerPage = 10, TrialsPerHit = TrialsEach },
        });
        await CheckPicturesVary(host);

        var seen = new List<SeenTrial>();
        for (var person = 0; person < People; person++) seen.AddRange(await Work(host, await Visitor.Warm(host, campaign)));
        seen.Count.ShouldBe(People * TrialsEach);
        seen.Count(trial => trial.IsGold).ShouldBeInRange(seen.Count / 4, 3 * seen.Count / 4);

        var gold = seen.Select(trial => trial.IsGold).ToArray();
        Auc("gold from real", seen.Select(trial => trial.Features()), gold).ShouldBeInRange(Low, High);
        Auc("left from right", seen.Select(trial => trial.SideFeatures()), seen.Select(trial => trial.AOnLeft)).ShouldBeInRange(Low, High);

        // The same classifier finds what would be there if pictures went out in the length they are stored in.
        var stored = new List<double[]>();
        foreach (var trial in seen) stored.Add(await StoredLengths(host, trial));
        Auc("gold from real by stored lengths", stored, gold).ShouldBeGreaterThan(0.6);
    }

    [Fact]
    public void The_classifier_finds_a_planted_leak_and_nothing_in_noise()
    {
        var draw = new Random(5);
        var labels = Enumerable.Range(0, 2000).Select(_ => draw.Next(2) is 0).ToArray();
        var noise = labels.Select(_ => new[] { draw.NextDouble(), draw.NextDouble() }).ToArray();
        LogisticRegression.CrossValidatedAuc(noise, labels).ShouldBeInRange(Low, High);

        // One bit in five tells the truth.
        var leaky = labels.Zip(noise, (label, row) => new[] { row[0], row[1], draw.Next(5) is 0 ? (label ? 1 : 0) : draw.Next(2) }).ToArray();
        LogisticRegression.CrossValidatedAuc(leaky, labels).ShouldBeGreaterThan(High);
        LogisticRegression.Auc([(1, true), (2, false), (2, true), (3, true)]).ShouldBe((0 + 0.5 + 1) / 3);
    }

    private static double Auc(string what, IEnumerable<double[]> rows, IEnumerable<bool> labels)
    {
        var auc = LogisticRegression.CrossValidatedAuc([.. rows], [.. labels]);
        TestContext.Current.TestOutputHelper!.WriteLine(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{what}: AUC {auc:0.000}"));
        return auc;
    }

    /// <summary>Without pictures of many lengths the test could not fail.</summary>
    private static async Task CheckPicturesVary(CrowdHost host)
    {
        await using var db = host.Db();
        var lengths = new HashSet<int>();
        foreach (var display in db.Paintings.AsEnumerable().SelectMany(painting => painting.Displays!))
            lengths.Add((await host.Objects.Get(ObjectKeys.Picture(display), Cancel)).Length);
        lengths.Count.ShouldBeGreaterThan(20);
    }

    private static async Task<List<SeenTrial>> Work(CrowdHost host, Visitor visitor)
    {
        var seen = new List<SeenTrial>();
        while (seen.Count < TrialsEach)
        {
            var page = await visitor.Page();
            foreach (var trial in Visitor.Trials(page)) seen.Add(await Work(host, visitor, page, trial));
        }

        return seen;
    }

    private static async Task<SeenTrial> Work(CrowdHost host, Visitor visitor, JsonElement page, JsonElement trial)
    {
        var images = trial.GetProperty("images");
        var pictures = await Task.WhenAll(new[] { "reference", "left", "right" }.Select(place => Fetch(host, images.GetProperty(place).GetString()!)));
        var row = await visitor.Row(Visitor.Id(trial));
        var clock = Stopwatch.GetTimestamp();
        var reply = await visitor.Choose(Visitor.Id(trial), row.AOnLeft, row.Gold ?? Domain.Voting.Variation.A);
        return new SeenTrial
        {
            Shown = trial,
            Page = page,
            Pictures = pictures,
            ReplyLength = reply.Text.Length,
            ReplyHeaders = reply.Headers,
            ReplyMs = Stopwatch.GetElapsedTime(clock).TotalMilliseconds,
            IsGold = row.Gold is not null,
            AOnLeft = row.AOnLeft,
        };
    }

    private static async Task<SeenPicture> Fetch(CrowdHost host, string address)
    {
        using var reply = await host.Http.GetAsync(address, Cancel);
        reply.EnsureSuccessStatusCode();
        return new SeenPicture(address, Visitor.Length(reply), reply.Content.Headers.ContentType!.MediaType!, await reply.Content.ReadAsByteArrayAsync(Cancel));
    }

    /// <summary>Lengths of the trial's pictures in the store, and how alike the three are: what padding hides.</summary>
    private static async Task<double[]> StoredLengths(CrowdHost host, SeenTrial trial)
    {
        var shown = await host.Ask<string[]>(
            """
            select coalesce(p.displays, g.displays) from trial t left join triplet tr on tr.id = t.triplet_id left join painting p on p.id = tr.painting_id
            left join gold g on g.id = t.gold_id where t.id = $1
            """, trial.Shown.GetProperty("trial").GetGuid());
        var lengths = new List<double>();
        foreach (var display in shown) lengths.Add((await host.Objects.Get(ObjectKeys.Picture(display), Cancel)).Length);
        var (a, b) = (Math.Abs(lengths[0] - lengths[1]), Math.Abs(lengths[0] - lengths[2]));
        return [.. lengths, Math.Min(a, b), Math.Max(a, b)];
    }
}
