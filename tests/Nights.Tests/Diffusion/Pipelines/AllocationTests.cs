using Nights.Diffusion.Pipelines;

namespace Nights.Tests.Diffusion.Pipelines;

/// <summary>Managed memory of a step, once the first few have taken what they keep: a run of more steps beside one of fewer.</summary>
public sealed class AllocationTests
{
    private const int Fewer = 10, More = 20;

    [Theory]
    [InlineData("ddim", false, false)]
    [InlineData("ddim", true, false)]
    [InlineData("ddim", false, true)]
    [InlineData("euler", false, false)]
    [InlineData("pndm", false, false)]
    [InlineData("dpm++", false, false)]
    [InlineData("unipc", false, false)]
    [InlineData("euler-a", false, false)]
    [InlineData("lcm", false, false)]
    public void A_step_of_a_guided_triplet_takes_less_than_64_KiB(string scheduler, bool split, bool half)
    {
        using var model = new LatentModel((sample, _, _) => sample * 0.1f, half: half);
        var painter = new Painter(model.Model);
        PictureOrder[] orders = [.. Enumerable.Range(0, 3).Select(seed => new PictureOrder { Prompt = "a dog", Seed = seed })];
        var settings = new PaintSettings { Width = 512, Height = 512, Steps = Fewer, Guidance = 7.5, GuidanceRescale = 0.7, SplitGuidance = split, Scheduler = scheduler };
        Allocated(settings);

        var perStep = (Allocated(settings with { Steps = More }) - Allocated(settings)) / (More - Fewer);

        perStep.ShouldBeLessThan(64 * 1024);

        long Allocated(PaintSettings with)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            painter.Paint(orders, with, null, TestContext.Current.CancellationToken);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }
}
