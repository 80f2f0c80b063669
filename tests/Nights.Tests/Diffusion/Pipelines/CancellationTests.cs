using Nights.Diffusion.Models;
using Nights.Diffusion.Pipelines;
using Nights.Onnx;

namespace Nights.Tests.Diffusion.Pipelines;

public sealed class CancellationTests
{
    private static readonly PictureOrder Dog = new() { Prompt = "a dog", Seed = 1 };

    /// <summary>Decoding is the last thing done: only by ending it under way does the job end without a picture.</summary>
    [Fact]
    public void Cancelling_ends_the_decoder_under_way()
    {
        using var folder = new TestModel(new Dialect { Decoder = Slow });
        using var model = folder.Open();
        using var cancel = new CancellationTokenSource();
        var settings = new PaintSettings { Width = 64, Height = 64, Steps = 2, Guidance = 1, Scheduler = "euler" };
        var seen = new Reported(step => { if (step == 2) cancel.CancelAfter(TimeSpan.FromMilliseconds(200)); });

        Should.Throw<OperationCanceledException>(() => new Painter(model).Paint([Dog], settings, seen, cancel.Token));

        seen.Values.ShouldBe([1, 2]);
    }

    [Fact]
    public async Task A_cancelled_job_leaves_its_neighbours_and_the_model_as_they_were()
    {
        using var model = new LatentModel((sample, time, _) => (sample * 2f).Sin() + time * 0.001f);
        var settings = LatentModel.Small with { Steps = 60 };
        var expected = model.Latents(Dog, settings);
        var cancel = TestContext.Current.CancellationToken;

        var going = Enumerable.Range(0, 3).Select(_ => Task.Run(() => model.Latents(Dog, settings), cancel)).ToArray();
        for (var job = 0; job < 10; job++)
            CancelAt(model.Model, settings, step: 1 + job);

        foreach (var latents in await Task.WhenAll(going))
            latents.ShouldBe(expected);
        model.Latents(Dog, settings).ShouldBe(expected);
    }

    [Fact]
    public void A_job_that_is_cancelled_before_it_begins_paints_nothing()
    {
        using var model = new LatentModel((sample, _, _) => sample * 0f);
        var seen = new Reported();

        Should.Throw<OperationCanceledException>(() => new Painter(model.Model).Paint([Dog], LatentModel.Small, seen, new CancellationToken(canceled: true)));

        seen.Values.ShouldBeEmpty();
    }

    /// <summary>Each run holds some 30 MiB; what its tensors are bound to stays for good where it is not freed.</summary>
    [Fact]
    public void Cancelled_jobs_leave_no_memory_behind()
    {
        using var model = new LatentModel((sample, _, _) => sample * 0f);
        var settings = LatentModel.Small with { Width = 2048, Height = 2048, Guidance = 5 };

        Growth(30, () => CancelAt(model.Model, settings, step: 1)).ShouldBeLessThan(200);
    }

    /// <summary>The second prompt has another length than the model reads, which shows only when it is set; by then 64 MiB are bound.</summary>
    [Fact]
    public void A_denoiser_that_cannot_be_made_leaves_no_memory_behind()
    {
        using var model = new LatentModel((sample, _, _) => sample * 0f);
        var prompt = model.Model.Prompts.Encode("a dog", TestContext.Current.CancellationToken);
        var shape = new LatentShape(2, 4, 512, 512);
        var foreign = prompt with { Hidden = new float[3 * prompt.Hidden.Length] };

        Growth(20, () => Should.Throw<ArgumentException>(() => new Denoiser(
                model.Model, [new PromptTrack(prompt, prompt, []), new PromptTrack(prompt, foreign, [])], shape,
                LatentModel.Small with { Guidance = 5, SplitGuidance = true }, TestContext.Current.CancellationToken)))
            .ShouldBeLessThan(200);
    }

    [Fact]
    public void A_call_that_cannot_be_made_leaves_no_memory_behind()
    {
        using var model = new LatentModel((sample, _, _) => sample * 0f);
        var prompt = model.Model.Prompts.Encode("a dog", TestContext.Current.CancellationToken);

        Growth(20, () => Should.Throw<DivideByZeroException>(() => new UnetCall(model.Model.Unet, [4, 4, 512, 512], prompt, tokens: 0, TestContext.Current.CancellationToken)))
            .ShouldBeLessThan(100);
    }

    /// <summary>MiB of managed memory that is kept.</summary>
    private static long Growth(int times, Action action)
    {
        action();
        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var i = 0; i < times; i++)
            action();
        return (GC.GetTotalMemory(forceFullCollection: true) - before) >> 20;
    }

    private static void CancelAt(ModelFolder model, PaintSettings settings, int step)
    {
        using var cancel = new CancellationTokenSource();
        var seen = new Reported(value => { if (value == step) cancel.Cancel(); });
        Should.Throw<OperationCanceledException>(() => new Painter(model).Paint([Dog, Dog with { Seed = 2 }, Dog with { Seed = 3 }], settings, seen, cancel.Token));
        seen.Values.Count.ShouldBe(step);
    }

    /// <summary>Adds nothing, by way of many products of large matrices, far longer than the test waits.</summary>
    private static Expression Slow(Expression pixels)
    {
        const int edge = 1024;
        var graph = pixels.Graph;
        var matrix = graph.Tensor([.. Enumerable.Range(0, edge * edge).Select(i => MathF.Sin(i) / edge)], edge, edge);
        var product = matrix + graph.Reduce("ReduceMean", pixels, keep: false, 0, 1, 2, 3) * 0f;
        for (var i = 0; i < 200; i++)
            product = graph.Node("MatMul", product, matrix);
        return pixels + graph.Reduce("ReduceMean", product, keep: false, 0, 1) * 0f;
    }
}
