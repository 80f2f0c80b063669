using Nights.DreamSim;
using Nights.DreamSim.Checkpoints;
using Nights.DreamSim.Training;
using Nights.DreamSim.Training.Pairs;
using Nights.DreamSim.Triplets;

namespace Nights.NumericsTests.Training;

/// <summary>Pairs of flat pictures that fewer people call the same the further their greys are apart.</summary>
public sealed class PairTrainingTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static TrainingConfig Config(Trained trained) => SmallTraining.Config(trained) with
    {
        Objective = Objective.Pairs,
        Regressor = new RegressorOptions(),
        Optimiser = Recipes.Pairs.Optimiser with { LearningRate = 3e-3 },
        Schedule = Schedule.Constant,
        WarmUpSteps = 0,
        Epochs = 25,
        BatchGroups = 16,
        Symmetries = false,
        CheckpointEvery = 30,
    };

    [Theory, InlineData(Trained.All), InlineData(Trained.Lora), InlineData(Trained.Head)]
    public async Task A_regressor_learns_how_many_people_call_a_pair_the_same(Trained trained)
    {
        var data = PairFolder.Open(Write(160));
        var config = Config(trained);

        using var model = await Train.Run(config, data, SmallTraining.Cpu, new FolderCheckpoints(At("checkpoints")), null, Cancel);
        var report = EvaluatePairs.Run(model, data, config, SmallTraining.Cpu, Cancel);

        report.Pairs.ShouldBe(40);
        var (share, correlation) = trained == Trained.Head ? (0.85, 0.5) : (0.6, 0.6);      // a random backbone that does not learn tells less
        report.Error.ShouldBeLessThan(share * report.ErrorOfMean, ModelJson.Text(report));
        report.Correlation!.Value.ShouldBeGreaterThan(correlation);
        using var start = StartingModel.Create(config);
        var moved = model.Parameters.Where(p => !PerceptualModel.IsAdapter(p.Name)).Zip(start.Parameters)
            .Where(pair => !pair.First.Tensor.eq(pair.Second.Tensor).all().item<bool>()).Select(pair => pair.First.Name.Split('.')[0]).Distinct().ToArray();
        moved.ShouldBe(trained == Trained.All ? ["extractor_list", "regressor"] : ["regressor"]);
        (model.Lora is not null).ShouldBe(trained == Trained.Lora);

        TrainedFolder.Save(model, config, report, At("model"));
        using var read = ModelFolder.Load(At("model"));
        EvaluatePairs.Run(read, data, config, SmallTraining.Cpu, Cancel).Error.ShouldBe(report.Error, 1e-6);
    }

    [Fact]
    public async Task A_run_broken_off_and_resumed_gives_the_losses_of_an_unbroken_one()
    {
        var data = PairFolder.Open(Write(64));
        var config = Config(Trained.Lora) with { Epochs = 4, CheckpointEvery = 4 };

        var unbroken = await Losses("whole", int.MaxValue);
        var first = await Losses("broken", 6);
        var rest = await Losses("broken", int.MaxValue);

        unbroken.Count.ShouldBe(12);
        first.ShouldBe(unbroken[..6]);
        rest.ShouldBe(unbroken[4..]);

        async Task<List<double>> Losses(string name, int stopAfter)
        {
            var losses = new List<double>();
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
            try
            {
                using var model = await Train.Run(config, data, SmallTraining.Cpu, new FolderCheckpoints(At(name)), step =>
                {
                    losses.Add(step.Loss);
                    if (step.Step == stopAfter) stop.Cancel();
                }, stop.Token);
            }
            catch (OperationCanceledException) when (losses.Count == stopAfter)
            {
            }

            return losses;
        }
    }

    [Fact]
    public void A_start_gets_a_regressor_and_keeps_what_it_had()
    {
        using var trained = StartingModel.Create(SmallTraining.Config());
        ModelFolder.Save(trained, At("start"));

        using var equipped = StartingModel.Create(Recipes.Pairs with { Start = At("start") });

        equipped.Options.Regressor!.Hidden.ShouldBe(64);
        foreach (var ((name, a), (_, b)) in equipped.Parameters.Zip(trained.Parameters)) a.ShouldBeNear(b, 0, what: name);
        equipped.Parameters.Where(p => p.Name.StartsWith("regressor.", StringComparison.Ordinal)).ShouldAllBe(p => p.Tensor.abs().max().item<float>() > 0);
    }

    [Fact]
    public void Tables_that_hold_no_pairs_are_refused_by_name()
    {
        var data = Write(8);
        Should.Throw<InvalidDataException>(() => PairFolder.Open(At("nowhere"))).Message.ShouldContain("no snapshot folder");
        Should.Throw<InvalidDataException>(() => PairFolder.Open(data).Read("val", Cancel)).Message.ShouldContain("it has train (6), test (2)");
        File.WriteAllText(Path.Combine(data, "jnd.csv"), "ref_path,candidate_path,similarity,split\n0_0.png,0_1.png,1.5,train\n");
        Should.Throw<InvalidDataException>(() => PairFolder.Open(data).Read("train", Cancel)).Message.ShouldContain("similarity is '1.5'");
        File.WriteAllText(Path.Combine(data, "jnd.csv"), "ref_path,candidate_path,split\n");
        Should.Throw<InvalidDataException>(() => PairFolder.Open(data)).Message.ShouldContain("lacks the column similarity");
        File.Delete(Path.Combine(data, "jnd.csv"));
        Should.Throw<InvalidDataException>(() => PairFolder.Open(data)).Message.ShouldContain("has no jnd.csv");
    }

    [Fact]
    public async Task Triplets_and_pairs_are_not_taken_for_each_other()
    {
        var pairs = PairFolder.Open(Write(8));
        var triplets = TripletFolder.Open(PaintedSnapshot.Write(At("triplets"), 4));

        (await Should.ThrowAsync<InvalidDataException>(() => Train.Run(SmallTraining.Config(), pairs, SmallTraining.Cpu, new FolderCheckpoints(At("x")), null, Cancel)))
            .Message.ShouldContain("learns from triplets, and these data are pairs");
        (await Should.ThrowAsync<InvalidDataException>(() => Train.Run(Config(Trained.Head), triplets, SmallTraining.Cpu, new FolderCheckpoints(At("x")), null, Cancel)))
            .Message.ShouldContain("learns from pairs, and these data are triplets");
    }

    private string At(string name) => Path.Combine(folder.Path, name);

    private string Write(int pairs) => PaintedPairs.Write(At("pairs"), pairs);
}
