using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Nights.Database.Training;
using Nights.Domain.Storage;
using Nights.Domain.Training;
using Nights.TestServers;

namespace Nights.IntegrationTests.Trainer;

/// <summary>The trainer as its own process, against a real PostgreSQL.</summary>
public sealed class TrainerTests(PostgresCluster postgres)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_run_killed_half_way_is_resumed_by_another_trainer_and_makes_the_model_of_an_unbroken_run()
    {
        await using var ground = await TrainingGround.Create(postgres);
        var unbroken = await ground.Order(TrainingGround.Config);
        await using (var first = ground.StartTrainer("first"))
        {
            await ground.Await(unbroken, run => run.State is RunState.Succeeded, first);
        }

        var broken = await ground.Order(TrainingGround.Config);
        await using (var second = ground.StartTrainer("second"))
        {
            await ground.Await(broken, run => run.CheckpointStep >= 20, second);
            await second.Kill();
        }

        var left = await ground.Await(broken, _ => true);
        left.State.ShouldBe(RunState.Running, "the run must be killed before its end");
        await using var third = ground.StartTrainer("third");
        var done = await ground.Await(broken, run => run.State is RunState.Succeeded or RunState.Failed, third);

        done.State.ShouldBe(RunState.Succeeded, done.Failure);
        done.Attempts.ShouldBe(2);
        done.Fence.ShouldBe(2);
        done.Step.ShouldBe(240);
        (await Weights(ground, broken)).ShouldBe(await Weights(ground, unbroken));
    }

    [Fact]
    public async Task A_registered_model_can_be_downloaded_and_says_where_it_came_from()
    {
        await using var ground = await TrainingGround.Create(postgres);
        var id = await ground.Order(TrainingGround.Config.Replace("\"name\"", "\"valSplit\": \"val\", \"name\"", StringComparison.Ordinal));
        await using var trainer = ground.StartTrainer("trainer");

        var run = await ground.Await(id, row => row.State is RunState.Succeeded or RunState.Failed, trainer);

        run.Failure.ShouldBeNull();
        ShouldTellHowItLearnt(run);
        await using var db = ground.Db();
        var model = await db.Models.SingleAsync(row => row.Id == run.ModelId, Cancel);
        var prefix = ObjectKeys.Model(model.Name, model.Version);
        var bytes = await ground.Objects.Get(prefix + "manifest.json", Cancel);
        Convert.ToHexStringLower(SHA256.HashData(bytes)).ShouldBe(model.ManifestSha256);
        using var manifest = JsonDocument.Parse(bytes);
        var files = manifest.RootElement.GetProperty("files").EnumerateArray().ToList();
        files.Select(file => file.GetProperty("path").GetString()).ShouldBe(["backbone0.safetensors", "evaluation.json", "model.json", "report.html", "training.json"]);
        foreach (var file in files)
        {
            Convert.ToHexStringLower(SHA256.HashData(await ground.Objects.Get(prefix + file.GetProperty("path").GetString(), Cancel)))
                .ShouldBe(file.GetProperty("sha256").GetString());
        }

        Encoding.UTF8.GetString(await ground.Objects.Get(prefix + "report.html", Cancel)).ShouldContain("Where they disagree most");
        using var evaluation = JsonDocument.Parse(model.Evaluation);
        evaluation.RootElement.GetProperty("triplets").GetInt32().ShouldBe(8);
        evaluation.RootElement.GetProperty("ssim").GetDouble().ShouldBeInRange(0, 1);
        evaluation.RootElement.GetProperty("overSsim95").GetArrayLength().ShouldBe(2);
        run.CheckpointStep.ShouldBe(run.TotalSteps);
        new DirectoryInfo(ground.Events(id)).GetFiles().ShouldHaveSingleItem().Length.ShouldBeGreaterThan(run.TotalSteps * 100L);
    }

    [Fact]
    public async Task A_run_of_pairs_registers_a_model_with_its_error_on_held_out_pairs()
    {
        await using var ground = await TrainingGround.Create(postgres, flashed: true);
        var id = await ground.Order(TrainingGround.OfPairs);
        await using var trainer = ground.StartTrainer("trainer");

        var run = await ground.Await(id, row => row.State is RunState.Succeeded or RunState.Failed, trainer);

        run.Failure.ShouldBeNull();
        await using var db = ground.Db();
        var model = await db.Models.SingleAsync(row => row.Id == run.ModelId, Cancel);
        using var evaluation = JsonDocument.Parse(model.Evaluation);
        evaluation.RootElement.GetProperty("pairs").GetInt32().ShouldBe(16);
        evaluation.RootElement.GetProperty("error").GetDouble().ShouldBeInRange(0, 1);
        evaluation.RootElement.GetProperty("errorOfMean").GetDouble().ShouldBeGreaterThan(0);
        (await ground.Objects.Get(ObjectKeys.Model(model.Name, model.Version) + "model.json", Cancel)).Length.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task A_run_of_pairs_on_a_snapshot_without_them_fails_and_says_what_is_missing()
    {
        await using var ground = await TrainingGround.Create(postgres);
        var id = await ground.Order(TrainingGround.OfPairs);
        await using var trainer = ground.StartTrainer("trainer");

        var run = await ground.Await(id, row => row.State is RunState.Succeeded or RunState.Failed, trainer);

        run.State.ShouldBe(RunState.Failed);
        run.Failure.ShouldNotBeNull().ShouldContain("has no jnd.csv");
    }

    [Fact]
    public async Task A_trainer_stops_at_once_when_its_run_is_taken_away()
    {
        await using var ground = await TrainingGround.Create(postgres);
        var id = await ground.Order(TrainingGround.Config.Replace("\"epochs\": 60", "\"epochs\": 1000", StringComparison.Ordinal));
        await using var trainer = ground.StartTrainer("trainer");
        await ground.Await(id, run => run.CheckpointStep > 0, trainer);

        await using (var db = ground.Db())
        {
            await db.TrainingRuns.Where(run => run.Id == id).ExecuteUpdateAsync(
                set => set.SetProperty(run => run.State, RunState.Cancelled).SetProperty(run => run.Owner, (string?)null), Cancel);
        }

        await trainer.Says("is no longer ours", TimeSpan.FromSeconds(60), Cancel);
        (await ground.Await(id, _ => true)).State.ShouldBe(RunState.Cancelled);
    }

    [Fact]
    public async Task A_trainer_that_is_asked_to_stop_gives_its_run_back_to_the_queue()
    {
        await using var ground = await TrainingGround.Create(postgres);
        var id = await ground.Order(TrainingGround.Config.Replace("\"epochs\": 60", "\"epochs\": 1000", StringComparison.Ordinal));
        await using var trainer = ground.StartTrainer("trainer");
        await ground.Await(id, run => run.CheckpointStep > 0, trainer);

        (await trainer.Stop(TimeSpan.FromSeconds(60))).ShouldBe(0);

        var run = await ground.Await(id, _ => true);
        run.State.ShouldBe(RunState.Queued);
        run.Owner.ShouldBeNull();
    }

    [Theory]
    [InlineData("""{ "recipe": "nobody" }""", "There is no recipe 'nobody'")]
    [InlineData("""{ "recipe": "demo", "testSplit": "spare" }""", "no triplets of split 'spare'")]
    public async Task A_run_that_cannot_be_trained_fails_with_the_reason(string config, string reason)
    {
        await using var ground = await TrainingGround.Create(postgres);
        var id = await ground.Order(config.Replace("\"demo\"", "\"demo\", \"epochs\": 1", StringComparison.Ordinal));
        await using var trainer = ground.StartTrainer("trainer");

        var run = await ground.Await(id, row => row.State is RunState.Failed or RunState.Succeeded, trainer);

        run.Failure.ShouldNotBeNull().ShouldContain(reason);
        run.FinishedAt.ShouldNotBeNull();
    }

    [Fact]
    public async Task A_damaged_snapshot_is_not_trained_on()
    {
        await using var ground = await TrainingGround.Create(postgres);
        var key = ObjectKeys.Snapshot("squares", "1.0.0") + "ref/000/003.png";
        await ground.Objects.Delete([key], Cancel);
        await ground.Objects.Put(key, new byte[] { 1, 2, 3 }, "image/png", Cancel);
        var id = await ground.Order(TrainingGround.Config);
        await using var trainer = ground.StartTrainer("trainer");

        var run = await ground.Await(id, row => row.State is RunState.Failed or RunState.Succeeded, trainer);

        run.Failure.ShouldNotBeNull().ShouldContain("ref/000/003.png has the SHA-256");
    }

    private static void ShouldTellHowItLearnt(TrainingRun run)
    {
        run.Step.ShouldBe(240);
        run.Epoch.ShouldBe(60);
        run.Loss.ShouldNotBeNull().ShouldBeGreaterThanOrEqualTo(0);
        run.Agreement.ShouldNotBeNull().ShouldBeInRange(0.5, 1, "it has learnt what flat squares are about");
        run.PicturesPerSecond.ShouldNotBeNull().ShouldBeGreaterThan(0);
        run.SecondsPerStep.ShouldNotBeNull().ShouldBeInRange(1e-4, (run.FinishedAt!.Value - run.StartedAt!.Value).TotalSeconds / 239);
        run.BestAgreement.ShouldNotBeNull().ShouldBeInRange(0.5, 1);
        run.BestEpoch.ShouldNotBeNull().ShouldBeInRange(1, 60);
    }

    private static async Task<string> Weights(TrainingGround ground, Guid runId)
    {
        await using var db = ground.Db();
        var model = await db.Models.SingleAsync(row => row.RunId == runId, Cancel);
        return Convert.ToHexStringLower(SHA256.HashData(await ground.Objects.Get(ObjectKeys.Model(model.Name, model.Version) + "backbone0.safetensors", Cancel)));
    }
}
