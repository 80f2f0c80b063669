using Nights.DreamSim;
using Nights.DreamSim.Training;
using Nights.DreamSim.Triplets;

namespace Nights.NumericsTests.Training;

/// <summary>The epoch that does best on held-out triplets is the result, and a run that no longer gets better ends.</summary>
public sealed class ValidationTests : IDisposable
{
    private static readonly TrainingConfig Config = SmallTraining.Config() with
    {
        ValSplit = "val",
        Epochs = 6,
        Schedule = Schedule.Constant,
        Optimiser = SmallTraining.Config().Optimiser with { LearningRate = 1e-2 },
    };

    private readonly TemporaryFolder folder = new();
    private readonly TripletFolder data;

    public ValidationTests() => data = TripletFolder.Open(PaintedSnapshot.Write(Path.Combine(folder.Path, "data"), 32, validation: true));

    public void Dispose() => folder.Dispose();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_epoch_with_the_lowest_validation_loss_is_the_result()
    {
        var (model, steps) = await Run(Config, "whole");

        steps.Count.ShouldBe(24);
        var scores = steps.Where(step => step.Validation is not null).ToList();
        scores.Select(step => (step.Epoch, step.Step)).ShouldBe([(1, 4), (2, 8), (3, 12), (4, 16), (5, 20), (6, 24)]);
        var best = scores.MinBy(step => step.Validation!.Loss)!;
        scores.Last(step => step.Validation!.IsBest).ShouldBe(best);
        best.Epoch.ShouldBeInRange(2, 5, "a run whose best epoch is its first or last shows nothing");

        var (upTo, _) = await Run(Config with { ValSplit = null, Epochs = best.Epoch }, "up to");
        foreach (var (a, b) in upTo!.Parameters.Zip(model!.Parameters)) b.Tensor.ShouldBeNear(a.Tensor, 0, what: a.Name);

        // The figures are those of the model that came out.
        using var examples = new TripletExamples(data, "val", Config, model.Options, Cancel);
        model.Train(true);
        var score = Validation.Of(model, examples, 3, Cancel);
        score.Loss.ShouldBe(best.Validation!.Loss, 1e-6);
        score.Agreement.ShouldBe(best.Validation.Agreement, 1e-6);
        var report = Nights.DreamSim.Evaluation.Evaluate.Run(model, null, data, "val", 0, SmallTraining.Cpu, Cancel);
        report.Tuned.ShouldBe(best.Validation.Agreement, 1e-6);
    }

    [Theory, InlineData(3), InlineData(5), InlineData(8), InlineData(14), InlineData(21)]
    public async Task A_run_broken_off_and_resumed_keeps_the_best_epoch_of_an_unbroken_one(int stopAfter)
    {
        var config = Config with { CheckpointEvery = 3 };
        var (whole, unbroken) = await Run(config, "whole");

        var (_, first) = await Run(config, "broken", stopAfter);
        var (resumed, rest) = await Run(config, "broken");

        Told(first).ShouldBe(Told(unbroken)[..stopAfter]);
        Told(rest).ShouldBe(Told(unbroken)[((stopAfter - 1) / 3 * 3)..]);
        foreach (var (a, b) in whole!.Parameters.Zip(resumed!.Parameters)) b.Tensor.ShouldBeNear(a.Tensor, 0, what: a.Name);
    }

    [Fact]
    public async Task A_run_that_no_longer_gets_better_ends_and_stays_ended()
    {
        var (_, all) = await Run(Config with { Epochs = 12 }, "all");
        var config = Config with { Epochs = 12, Patience = 2 };

        var (model, steps) = await Run(config, "patient");
        var (again, none) = await Run(config, "patient");

        steps.Count.ShouldBeLessThan(all.Count);
        Told(steps).ShouldBe(Told(all)[..steps.Count]);
        var scores = steps.Select(step => step.Validation).OfType<ValidationScore>().ToList();
        scores.TakeLast(2).ShouldAllBe(score => !score.IsBest);
        scores[^3].IsBest.ShouldBeTrue();
        none.ShouldBeEmpty();
        foreach (var (a, b) in model!.Parameters.Zip(again!.Parameters)) b.Tensor.ShouldBeNear(a.Tensor, 0, what: a.Name);
    }

    [Fact]
    public async Task Without_the_split_training_is_as_it_was()
    {
        var plain = TripletFolder.Open(PaintedSnapshot.Write(Path.Combine(folder.Path, "plain"), 16));

        var (a, named) = await Run(Config with { Epochs = 2 }, "named", data: plain);
        var (b, unnamed) = await Run(Config with { Epochs = 2, ValSplit = null }, "unnamed", data: plain);

        Told(named).ShouldBe(Told(unnamed));
        named.ShouldAllBe(step => step.Validation == null);
        foreach (var (x, y) in a!.Parameters.Zip(b!.Parameters)) x.Tensor.ShouldBeNear(y.Tensor, 0, what: x.Name);
        (await Should.ThrowAsync<InvalidDataException>(() => Run(Config with { Patience = 1 }, "patient", data: plain)))
            .Message.ShouldContain("nothing of split 'val' to watch");
    }

    [Fact]
    public async Task A_checkpoint_with_a_best_epoch_is_not_resumed_without_the_split()
    {
        var plain = TripletFolder.Open(PaintedSnapshot.Write(Path.Combine(folder.Path, "plain"), 32));
        await Run(Config, "run", stopAfter: 9);

        (await Should.ThrowAsync<InvalidDataException>(() => Run(Config, "run", data: plain))).Message.ShouldContain("differ in having a validation split");
    }

    private static List<(int, int, double, double, ValidationScore?)> Told(IEnumerable<TrainingProgress> steps) =>
        [.. steps.Select(step => (step.Step, step.Epoch, step.Loss, step.Agreement, step.Validation))];

    private async Task<(PerceptualModel? Model, List<TrainingProgress> Steps)> Run(TrainingConfig config, string name, int stopAfter = int.MaxValue, TripletFolder? data = null)
    {
        var steps = new List<TrainingProgress>();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        try
        {
            var model = await Train.Run(config, data ?? this.data, SmallTraining.Cpu, new FolderCheckpoints(Path.Combine(folder.Path, name)), step =>
            {
                steps.Add(step);
                if (steps.Count == stopAfter) stop.Cancel();
            }, stop.Token);
            return (model, steps);
        }
        catch (OperationCanceledException) when (steps.Count == stopAfter)
        {
            return (null, steps);
        }
    }
}
