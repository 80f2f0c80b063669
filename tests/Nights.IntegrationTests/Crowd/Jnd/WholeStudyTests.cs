using System.Globalization;
using System.Text;
using Nights.Campaigns.Jnd;
using Nights.Campaigns.Snapshots;
using Nights.Database.Snapshots;
using Nights.Datasets.Rows;
using Nights.Datasets.Writing;
using Nights.Domain.Snapshots;
using Nights.Domain.Storage;
using Nights.Domain.Triplets;
using Nights.Local.Simulation;
using Nights.Local.Simulation.Pages;
using Nights.Local.Simulation.People;
using Nights.Local.Simulation.Sight;
using Nights.TestServers;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Nights.Database;

namespace Nights.IntegrationTests.Crowd.Jnd;

/// <summary>Simulated participants take a campaign of flashed pairs from the link to the dataset, over HTTP and on a real PostgreSQL.</summary>
public sealed class WholeStudyTests(PostgresCluster cluster)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Pairs_are_flashed_judged_counted_and_written()
    {
        await using var host = await CrowdHost.Start(cluster);
        var source = await JndVisits.Accepted(host, 10);
        var campaign = await JndVisits.Flashing(host, source, spec => spec with
        {
            Quality = spec.Quality with { Practice = 2, PracticeRight = 0, GoldShare = 0.25, GoldBeforeJudging = 2, GoldRightShare = 0.3 },
            Hit = spec.Hit with { TrialsPerPage = 4, TrialsPerHit = 8 },
        });
        var fleet = new Fleet(
            new FleetOptions
            {
                Link = new HitLink(host.Http.BaseAddress!, campaign.Id.ToString(), campaign.Link()),
                Participants = 4,
                Mix = ParticipantMix.Parse("good:0.8,duplicate:0.2"),
                Until = async _ => await campaign.Triplets(TripletState.Accepted) == 10,
                MostParticipants = 60,
            },
            new PerceptualOracle(), TimeProvider.System);
        var result = await fleet.Run(null, Cancel);

        result.Errors.ShouldBeEmpty();
        (await campaign.Triplets(TripletState.Accepted)).ShouldBe(10);
        (await host.Ask<long>("select count(*) from vote where campaign_id = $1 and status = 0", campaign.Id)).ShouldBe(30);
        (await host.Ask<long>("select count(*) from (select triplet_id from vote where campaign_id = $1 and status = 0 group by triplet_id having count(*) <> 3 or count(distinct participant_id) <> 3) odd", campaign.Id)).ShouldBe(0);
        (await campaign.Committed()).ShouldBeLessThanOrEqualTo(campaign.Spec.Budget.CapMinor);

        var view = await new JndResults(host.Database).Of(campaign.Id, page: 1, size: 100, Cancel);
        (view.Judgements, view.Total, view.Pairs.Count).ShouldBe((60, 20, 20));
        view.Pairs.ShouldAllBe(pair => pair.Rate.Total == 3 && pair.DPrime != null);
        view.Timing.WithinOneFrame.ShouldBe(view.Timing.Trials);
        view.Identical.Share.ShouldNotBeNull().ShouldBeGreaterThan(view.PlainlyDifferent.Share.ShouldNotBeNull());
        view.DPrime.ShouldNotBeNull().DPrime.ShouldBeGreaterThan(0.5);

        var content = await new CutSnapshot(host.Services.GetRequiredService<IDbContextFactory<NightsDb>>()).Run(
            new Snapshot { Id = Guid.NewGuid(), CampaignId = source.Id, Name = "cats", Version = "1.0.0", State = SnapshotState.Building, Mark = long.MaxValue, CreatedAt = host.Clock.GetUtcNow() }, Cancel);
        content.Judged.Count.ShouldBe(20);
        content.Judged.Sum(pair => pair.Rate.Same).ShouldBe(view.Overall.Same);

        await using var folder = ScratchFolder.Create("jnd");
        var written = await SnapshotFiles.Write(content, async (sha, stop) => await host.Objects.Get(ObjectKeys.Picture(sha), stop), new FolderSink(folder["snapshot"]), null, Cancel);
        written.Manifest.Files.ShouldContain(file => file.Path == JndCsv.FileName);
        var lines = (await File.ReadAllTextAsync(Path.Combine(folder["snapshot"], JndCsv.FileName), Encoding.UTF8, Cancel)).TrimEnd('\n').Split('\n');
        lines[0].ShouldBe(JndCsv.Header);
        lines.Length.ShouldBe(21);
        lines[1].ShouldStartWith("0,A,ref/000/000.png,distort/000/000_0.png,");
        foreach (var line in lines.Skip(1))
        {
            var fields = line.Split(',');
            double.Parse(fields[6], CultureInfo.InvariantCulture).ShouldBe(int.Parse(fields[4], CultureInfo.InvariantCulture) / 3.0, 1e-6);
            fields[14].ShouldBe("interleaved");
        }

        (await File.ReadAllTextAsync(Path.Combine(folder["snapshot"], "README.md"), Cancel)).ShouldContain("`jnd.csv`");
        (await File.ReadAllTextAsync(Path.Combine(folder["snapshot"], "data.csv"), Cancel)).Split('\n').Length.ShouldBe(12);
    }
}
