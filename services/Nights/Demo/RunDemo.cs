using System.Text.Json;
using Nights.Domain.Campaigns;
using Nights.Domain.Training;
using Nights.Local.Client;
using Nights.Local.Commands;
using Nights.Local.Simulation;
using Nights.Local.Simulation.Pages;
using Nights.Local.Simulation.People;
using Nights.Local.Simulation.Sight;

namespace Nights.Local.Demo;

/// <summary>
/// The main job from end to end, as an operator would do it over the REST API: a campaign is created and started, participants come to the
/// HIT page while it is being painted, a snapshot is cut and pulled, a training run fine-tunes the metric and is scored.
/// </summary>
internal sealed class RunDemo(DemoOptions options, OperatorClient client, DemoScreen screen, TimeProvider clock)
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(500);

    private readonly StageClock stages = new(clock);

    /// <param name="urls">Where the host can be seen, for the result.</param>
    /// <param name="cancel">Stops between two requests.</param>
    /// <exception cref="CommandFailedException">A stage could not be done; the message says which and why.</exception>
    public async Task<DemoResult> Run(IReadOnlyDictionary<string, string> urls, CancellationToken cancel)
    {
        var (campaign, version) = await StartCampaign(cancel);
        var painting = stages.Measure("paint", () => Watch(campaign, view => view.Painting.Painted + view.Painting.Failed >= view.Painting.Total, cancel));
        var judging = stages.Measure("judge", () => Judge(campaign, version, cancel));
        await Task.WhenAll(painting, judging);
        var (view, fleet) = (await stages.Measure("filter", () => Finished(campaign, cancel)), await judging);
        if (fleet.ErrorCount > 0) throw new CommandFailedException($"{fleet.ErrorCount} things went wrong at the HIT page, the first: {fleet.Errors[0]}");

        var snapshot = await stages.Measure("snapshot", () => Cut(campaign, cancel));
        var path = Path.Combine(options.Folder, "snapshots", $"{snapshot.Name}-{snapshot.Version}");
        await stages.Measure("pull", () => new PullSnapshot(client).Run(snapshot.Name, snapshot.Version, path, new Share(screen, "Pull", snapshot.Reference), cancel));
        var evaluation = await Train(snapshot, cancel);

        return new DemoResult
        {
            Painted = view.Triplets.Total - view.Triplets.Planned - view.Triplets.Void,
            Dropped = view.Triplets.Dropped,
            Accepted = view.Triplets.Accepted,
            Votes = view.Votes.Counted,
            VotesPerAccepted = Math.Round((double)view.Votes.Counted / Math.Max(1, view.Triplets.Accepted), 2),
            GoldPassRate = Math.Round((double)view.Votes.GoldRight / Math.Max(1, view.Votes.Gold), 4),
            ParticipantsExcluded = view.Participants.Excluded,
            SpendMinor = view.Spend.PaidMinor,
            Snapshot = snapshot.Reference,
            SnapshotPath = path,
            HeldOut = evaluation.Triplets,
            Frozen2afc = Math.Round(evaluation.Frozen ?? 0, 4),
            Tuned2afc = Math.Round(evaluation.Tuned, 4),
            Gain95 = [.. (evaluation.Gain95 ?? [0, 0]).Select(bound => Math.Round(bound, 4))],
            SecondsByStage = stages.Seconds,
            Urls = urls,
        };
    }

    private async Task<(Guid Id, int Version)> StartCampaign(CancellationToken cancel)
    {
        var created = await client.Post<JsonElement>("campaigns", DemoCampaign.Spec(options), cancel);
        var id = created.GetProperty("id").GetGuid();
        await client.Post<JsonElement>($"campaigns/{id}/start", body: null, cancel);
        return (id, created.GetProperty("version").GetInt32());
    }

    private async Task<CampaignReport> Watch(Guid campaign, Func<CampaignReport, bool> done, CancellationToken cancel)
    {
        while (true)
        {
            var view = await client.Get<CampaignReport>($"campaigns/{campaign}", cancel);
            Show(view);
            if (done(view)) return view;
            await Task.Delay(Look, clock, cancel);
        }
    }

    private void Show(CampaignReport view)
    {
        var (painted, paintings) = (view.Painting.Painted + view.Painting.Failed, view.Painting.Total);
        screen.Show("Paint", (double)painted / paintings, $"{painted} of {paintings} paintings, three pictures each");
        var (decided, triplets) = (view.Triplets.Accepted + view.Triplets.Dropped + view.Triplets.Void, view.Triplets.Total);
        screen.Show("Judge", (double)decided / triplets, $"{view.Votes.Counted} votes, {decided} of {triplets} triplets decided, {view.Triplets.Accepted} accepted");
    }

    private async Task<FleetResult> Judge(Guid campaign, int version, CancellationToken cancel)
    {
        var link = await client.Post<JsonElement>($"campaigns/{campaign}/links", new { channel = "own" }, cancel);
        var fleet = new Fleet(
            new FleetOptions
            {
                Link = HitLink.Parse(link.GetProperty("url").GetString()!),
                Participants = options.Participants,
                AtOnce = options.Participants,
                Mix = ParticipantMix.Parse("good:0.9,spammer:0.1"),
                Seed = options.Seed + version - 1,   // other people each time a folder is used again
                Until = stop => IsDecided(campaign, stop),
                NothingPatience = TimeSpan.FromSeconds(60),
                NothingPause = TimeSpan.FromMilliseconds(250),
            },
            new PerceptualOracle(), clock);
        return await fleet.Run(progress: null, cancel);
    }

    private async Task<bool> IsDecided(Guid campaign, CancellationToken cancel)
    {
        var view = await client.Get<CampaignReport>($"campaigns/{campaign}", cancel);
        Show(view);
        return view.State is CampaignState.Finished || (view.Painting.Planned == view.Painting.Total && view.Triplets is { Planned: 0, Queued: 0 });
    }

    private Task<CampaignReport> Finished(Guid campaign, CancellationToken cancel) => Watch(campaign, view => view.State is CampaignState.Finished, cancel);

    private async Task<SnapshotReport> Cut(Guid campaign, CancellationToken cancel)
    {
        screen.Show("Snapshot", 0, "cutting");
        var asked = await client.Post<SnapshotReport>("snapshots", new { campaign }, cancel);
        var ready = await SnapshotCommand.Ready(client, asked, cancel);
        screen.Show("Snapshot", 1, $"{ready.Reference}: {ready.Triplets} triplets");
        return ready;
    }

    private async Task<AgreementReport> Train(SnapshotReport snapshot, CancellationToken cancel)
    {
        var asked = await client.Post<JsonElement>("runs", new { snapshot = snapshot.Reference, config = "lora" }, cancel);
        var place = $"runs/{asked.GetProperty("id").GetGuid()}";
        await stages.Measure("train", () => Follow(place, run => run is { TotalSteps: > 0 } && run.Step >= run.TotalSteps, cancel));
        var run = await stages.Measure("evaluate", () => Follow(place, run => run.State is RunState.Succeeded, cancel));
        screen.Show("Evaluate", 1, $"{run.Evaluation!.Triplets} held-out triplets");
        return run.Evaluation;
    }

    private async Task<RunReport> Follow(string place, Func<RunReport, bool> done, CancellationToken cancel)
    {
        while (true)
        {
            var run = await client.Get<RunReport>(place, cancel);
            screen.Show("Train", run.TotalSteps > 0 ? (double)run.Step / run.TotalSteps : 0, run.Words());
            if (run.State is RunState.Failed or RunState.Cancelled)
                throw new CommandFailedException($"The training run ended without a model: {run.Failure} More triplets (--triplets) leave more to train on.");
            if (run.State is RunState.Succeeded || done(run)) return run;
            await Task.Delay(Look, clock, cancel);
        }
    }

    private sealed class Share(DemoScreen screen, string stage, string what) : IProgress<double>
    {
        public void Report(double value) => screen.Show(stage, value, what);
    }
}
