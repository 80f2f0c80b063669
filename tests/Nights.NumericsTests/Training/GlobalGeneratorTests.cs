using Nights.DreamSim;
using Nights.DreamSim.Native;
using Nights.DreamSim.Training;
using Nights.DreamSim.Triplets;

namespace Nights.NumericsTests.Training;

public sealed class GlobalGeneratorTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_run_beside_which_models_are_built_gives_the_losses_of_one_that_was_alone()
    {
        var data = TripletFolder.Open(PaintedSnapshot.Write(Path.Combine(folder.Path, "data"), 24));
        var config = SmallTraining.Config(Trained.Lora) with { Epochs = 6, Lora = SmallTraining.Config().Lora with { Dropout = 0.5 }, CheckpointEvery = 1000 };
        var alone = await Losses("alone");

        var built = 0;
        using var stop = new CancellationTokenSource();
        var building = Task.Run(() =>
        {
            while (!stop.IsCancellationRequested)
            {
                lock (GlobalGenerator.Gate)
                {
                    using var model = new PerceptualModel(config.Model!);
                    built++;
                }
            }
        }, TestContext.Current.CancellationToken);
        var beside = await Losses("beside");
        await stop.CancelAsync();
        await building;

        built.ShouldBeGreaterThan(0);
        beside.ShouldBe(alone);

        async Task<List<double>> Losses(string name)
        {
            var losses = new List<double>();
            using var model = await Train.Run(
                config, data, SmallTraining.Cpu, new FolderCheckpoints(Path.Combine(folder.Path, name)), step => losses.Add(step.Loss), TestContext.Current.CancellationToken);
            return losses;
        }
    }
}
