using Nights.DreamSim;
using Nights.DreamSim.Backbones;
using Nights.DreamSim.Training;
using Nights.DreamSim.Training.Pairs;
using Nights.DreamSim.Triplets;
using static TorchSharp.torch;

namespace Nights.NumericsTests.Training;

/// <summary>Slices of a batch, and blocks that are computed again, need less memory and change nothing else.</summary>
public sealed class LessMemoryTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly TripletFolder data;

    public LessMemoryTests() => data = TripletFolder.Open(PaintedSnapshot.Write(Path.Combine(folder.Path, "data"), 24));

    public void Dispose() => folder.Dispose();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Trained.Lora, 1), InlineData(Trained.Lora, 3), InlineData(Trained.All, 2), InlineData(Trained.All, 100)]
    public async Task A_batch_taken_in_slices_gives_the_losses_and_weights_of_the_whole(Trained trained, int microGroups)
    {
        var config = SmallTraining.Config(trained) with { Lora = SmallTraining.Config().Lora with { Dropout = 0 } };

        var (whole, losses, agreements) = await Run(config);
        var (sliced, slicedLosses, slicedAgreements) = await Run(config with { MicroGroups = microGroups });

        losses.Count.ShouldBe(10);
        foreach (var (a, b) in losses.Zip(slicedLosses)) b.ShouldBe(a, 2e-6);
        foreach (var (a, b) in agreements.Zip(slicedAgreements)) b.ShouldBe(a, 1e-6);
        // The bias of the keys moves no softmax: its gradient is rounding alone, which Adam blows up to whole steps.
        foreach (var (a, b) in whole.Parameters.Zip(sliced.Parameters).Where(pair => !pair.First.Name.EndsWith("qkv.bias", StringComparison.Ordinal)))
            b.Tensor.ShouldBeNear(a.Tensor, 1e-4, what: a.Name);
    }

    [Fact]
    public async Task Every_slice_has_dropout_of_its_own_that_follows_from_the_seed()
    {
        var config = SmallTraining.Config(Trained.Lora) with { MicroGroups = 2, Lora = SmallTraining.Config().Lora with { Dropout = 0.5 } };

        var (_, once, _) = await Run(config);
        random.manual_seed(99);
        var (_, again, _) = await Run(config);
        var (_, other, _) = await Run(config with { MicroGroups = 0 });

        again.ShouldBe(once);
        other.ShouldNotBe(once);
    }

    [Theory]
    [InlineData(Trained.Lora, 0), InlineData(Trained.Lora, 0.3), InlineData(Trained.All, 0), InlineData(Trained.Head, 0)]
    public async Task Blocks_that_are_computed_again_give_the_losses_and_weights_of_those_that_keep_all(Trained trained, double dropout)
    {
        var small = SmallTraining.Config(trained);
        var backbone = small.Model!.Backbones[0];
        var config = small with
        {
            MicroGroups = 3,
            Lora = small.Lora with { Dropout = dropout },
            Model = small.Model with
            {
                Head = new HeadOptions { Hidden = 8 },
                Backbones = [backbone with { Depth = 3 }, backbone with { Family = BackboneFamily.DinoV2, Depth = 1 }, backbone with { Family = BackboneFamily.Clip, Depth = 4, Block = 2 }],
            },
        };

        var (kept, losses, _) = await Run(config);
        var (again, repeated, _) = await Run(config with { Recompute = true });

        losses.Distinct().Count().ShouldBeGreaterThan(5);
        repeated.ShouldBe(losses);
        foreach (var (a, b) in kept.Parameters.Zip(again.Parameters)) b.Tensor.ShouldBeNear(a.Tensor, 0, what: a.Name);
    }

    [Theory, InlineData(Trained.All, 0), InlineData(Trained.Lora, 0), InlineData(Trained.Lora, 0.4)]
    public void Gradients_of_blocks_that_are_computed_again_are_the_same(Trained trained, double dropout)
    {
        var small = SmallTraining.Config(trained);
        var config = small with
        {
            Lora = small.Lora with { Dropout = dropout },
            Model = small.Model! with { Backbones = [small.Model.Backbones[0] with { Depth = 4, Feature = Feature.ClsPatch }] },
        };
        using var model = StartingModel.Create(config);
        if (trained == Trained.Lora)
        {
            StartingModel.Adapt(model, config);
            using var frozen = no_grad();
            foreach (var (_, tensor) in model.AdapterParameters.Where(p => p.Name.Contains("lora_B", StringComparison.Ordinal))) tensor.fill_(0.05);
        }

        model.Train(true);
        using var pictures = rand(6, 3, 16, 16);
        var expected = Gradients();
        model.Recompute(true);
        var actual = Gradients();

        expected.Count.ShouldBe(trained == Trained.Lora ? 8 : 52);
        foreach (var (name, gradient) in expected)
        {
            gradient.abs().max().item<float>().ShouldBeGreaterThan(0, name);
            actual[name].ShouldBeNear(gradient, 0, what: name);
        }

        Dictionary<string, Tensor> Gradients()
        {
            model.SeedDropout((backbone, block) => 7 + block);
            model.Backward(PerceptualModel.Pooled(model.Embed(pictures)).square().select(1, 0).sum());
            var gradients = model.Parameters.Where(p => p.Tensor.grad is not null).ToDictionary(p => p.Name, p => p.Tensor.grad!.clone());
            foreach (var (_, tensor) in model.Parameters) tensor.grad?.zero_();
            return gradients;
        }
    }

    [Theory, InlineData(false), InlineData(true)]
    public void A_step_leaves_nothing_behind(bool recompute)
    {
        var config = SmallTraining.Config(Trained.Lora);
        using var model = StartingModel.Create(config);
        StartingModel.Adapt(model, config);
        model.Train(true);
        model.Recompute(recompute);
        using var adam = new Nights.DreamSim.Optimisation.Adam(model.AdapterParameters, config.Optimiser);
        using var pictures = rand(6, 3, 16, 16);
        using var places = tensor(new long[] { 0, 3 });
        using var left = places + 1;
        using var right = places + 2;
        using var share = tensor(new float[] { 0, 1 });
        var batch = new GroupBatch(pictures, places, left, right, share);

        var counts = new List<long>();
        for (var i = 0; i < 4; i++)
        {
            TrainingStep.Take(model, [batch], adam, 1e-3, 0.05);
            GC.Collect();
            GC.WaitForPendingFinalizers();
            counts.Add(Tensor.TotalCount);
        }

        counts[^1].ShouldBe(counts[1]);
    }

    [Fact]
    public async Task Pairs_are_learnt_in_slices_too()
    {
        var pairs = PairFolder.Open(PaintedPairs.Write(Path.Combine(folder.Path, "pairs"), 40));
        var config = SmallTraining.Config(Trained.Lora) with
        {
            Objective = Objective.Pairs,
            Regressor = new RegressorOptions(),
            Lora = SmallTraining.Config().Lora with { Dropout = 0 },
            BatchGroups = 16,
        };

        var whole = await Losses(config);
        var sliced = await Losses(config with { MicroGroups = 5, Recompute = true });

        whole.Count.ShouldBe(4);
        foreach (var (a, b) in whole.Zip(sliced)) b.ShouldBe(a, 2e-6);

        async Task<List<double>> Losses(TrainingConfig config)
        {
            var losses = new List<double>();
            using var model = await Train.Run(config, pairs, SmallTraining.Cpu, new FolderCheckpoints(At()), step => losses.Add(step.Loss), Cancel);
            return losses;
        }
    }

    private async Task<(PerceptualModel Model, List<double> Losses, List<double> Agreements)> Run(TrainingConfig config)
    {
        var (losses, agreements) = (new List<double>(), new List<double>());
        var model = await Train.Run(config, data, SmallTraining.Cpu, new FolderCheckpoints(At()), step =>
        {
            losses.Add(step.Loss);
            agreements.Add(step.Agreement);
        }, Cancel);
        return (model, losses, agreements);
    }

    private string At() => Path.Combine(folder.Path, Guid.CreateVersion7().ToString());
}
