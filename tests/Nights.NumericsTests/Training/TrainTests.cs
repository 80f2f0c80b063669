using Nights.DreamSim;
using Nights.DreamSim.Checkpoints;
using Nights.DreamSim.Evaluation;
using Nights.DreamSim.Native;
using Nights.DreamSim.Training;
using Nights.DreamSim.Triplets;

namespace Nights.NumericsTests.Training;

public sealed class TrainTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory, InlineData(Trained.All), InlineData(Trained.Lora)]
    public async Task A_run_broken_off_and_resumed_gives_the_losses_of_an_unbroken_one(Trained trained)
    {
        var data = TripletFolder.Open(PaintedSnapshot.Write(Path.Combine(folder.Path, "data"), 24));
        var config = SmallTraining.Config(trained);
        var (whole, unbroken) = await Train(config, data, "whole", stopAfter: int.MaxValue);

        // Stopped at step 6: the newest checkpoint has 4, so 5 and 6 are done twice. Another one, cut short, must be passed over.
        var (_, first) = await Train(config, data, "broken", stopAfter: 6);
        File.WriteAllBytes(Path.Combine(folder.Path, "broken", "00000005.safetensors"), [1, 2, 3]);
        File.WriteAllText(Path.Combine(folder.Path, "broken", "00000005.sha256"), new string('0', 64));
        var (resumed, rest) = await Train(config, data, "broken", stopAfter: int.MaxValue);

        unbroken.Count.ShouldBe(10);
        first.ShouldBe(unbroken[..6]);
        rest.ShouldBe(unbroken[4..]);
        foreach (var (a, b) in whole!.Parameters.Zip(resumed!.Parameters)) b.Tensor.ShouldBeNear(a.Tensor, 0, what: a.Name);
    }

    [Fact]
    public async Task Training_makes_the_metric_agree_with_participants_on_groups_it_never_saw()
    {
        var data = TripletFolder.Open(PaintedSnapshot.Write(Path.Combine(folder.Path, "data"), 160));
        var config = SmallTraining.Config() with { Epochs = 12, BatchGroups = 8, CheckpointEvery = 1000 };

        var (tuned, _) = await Train(config, data, "run", int.MaxValue);
        using var frozen = StartingModel.Create(config);
        var report = Evaluate.Run(tuned!, frozen, data, "test", 0, SmallTraining.Cpu, TestContext.Current.CancellationToken);

        report.Triplets.ShouldBe(120);
        report.Groups.ShouldBe(40);
        report.Gain95![0].ShouldBeGreaterThan(0, ModelJson.Text(report));
        report.Tuned.ShouldBeGreaterThan(0.7);
    }

    [Fact]
    public async Task A_trained_model_is_stored_and_read_back_with_its_adapter()
    {
        var data = TripletFolder.Open(PaintedSnapshot.Write(Path.Combine(folder.Path, "data"), 8));
        var (tuned, _) = await Train(SmallTraining.Config(Trained.Lora), data, "run", int.MaxValue);
        var path = Path.Combine(folder.Path, "model");

        ModelFolder.Save(tuned!, path);
        using var read = ModelFolder.Load(path);

        Directory.GetFiles(path, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(path, file)).Order(StringComparer.Ordinal)
            .ShouldBe(["adapter/adapter_config.json", "adapter/adapter_model.safetensors", "backbone0.safetensors", "model.json"]);
        foreach (var (a, b) in tuned!.Parameters.Zip(read.Parameters)) b.Tensor.ShouldBeNear(a.Tensor, 0, what: a.Name);
    }

    [Fact]
    public async Task Training_in_bfloat16_gives_back_exact_weights_and_a_learnt_adapter()
    {
        var data = TripletFolder.Open(PaintedSnapshot.Write(Path.Combine(folder.Path, "data"), 24));
        var config = SmallTraining.Config(Trained.Lora);
        var compute = SmallTraining.Cpu with { Precision = Precision.BFloat16 };

        var (model, losses) = await Train(config, data, "run", int.MaxValue, compute);
        var (_, exact) = await Train(config, data, "exact", int.MaxValue);
        var report = Evaluate.Run(model!, null, data, "test", 0, compute, TestContext.Current.CancellationToken);

        losses.Zip(exact).ShouldAllBe(pair => Math.Abs(pair.First - pair.Second) < 0.02);
        losses.ShouldNotBe(exact);
        report.Tuned.ShouldBeInRange(0.3, 1);
        using var start = StartingModel.Create(config);
        StartingModel.Adapt(start, config);
        foreach (var ((name, tensor), (_, before)) in model!.Parameters.Zip(start.Parameters))
        {
            if (!PerceptualModel.IsAdapter(name)) tensor.ShouldBeNear(before, 0, what: name);
            else if (name.EndsWith("lora_B.weight", StringComparison.Ordinal)) tensor.abs().max().item<float>().ShouldBeGreaterThan(0, name);
        }
    }

    [Fact]
    public async Task Training_every_weight_in_bfloat16_is_refused()
    {
        var data = TripletFolder.Open(PaintedSnapshot.Write(Path.Combine(folder.Path, "data"), 8));

        var error = await Should.ThrowAsync<InvalidDataException>(
            () => Train(SmallTraining.Config(), data, "run", int.MaxValue, SmallTraining.Cpu with { Precision = Precision.BFloat16 }));

        error.Message.ShouldContain("'bfloat16'");
    }

    [Fact]
    public async Task Another_configuration_does_not_resume_from_a_checkpoint()
    {
        var data = TripletFolder.Open(PaintedSnapshot.Write(Path.Combine(folder.Path, "data"), 24));
        await Train(SmallTraining.Config(), data, "run", stopAfter: 5);

        var error = await Should.ThrowAsync<InvalidDataException>(() => Train(SmallTraining.Config() with { Seed = 2 }, data, "run", int.MaxValue));
        error.Message.ShouldContain("another training configuration");
    }

    /// <summary>Trains with checkpoints in a folder; stops like a killed process when told to.</summary>
    private async Task<(PerceptualModel? Model, List<double> Losses)> Train(TrainingConfig config, TripletFolder data, string name, int stopAfter, ComputeOptions? compute = null)
    {
        var losses = new List<double>();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        try
        {
            var model = await Nights.DreamSim.Training.Train.Run(
                config, data, compute ?? SmallTraining.Cpu, new FolderCheckpoints(Path.Combine(folder.Path, name)),
                step =>
                {
                    losses.Add(step.Loss);
                    if (losses.Count == stopAfter) stop.Cancel();
                },
                stop.Token);
            return (model, losses);
        }
        catch (OperationCanceledException) when (losses.Count == stopAfter)
        {
            return (null, losses);
        }
    }
}
