using Nights.DreamSim;
using Nights.DreamSim.Training;

namespace Nights.NumericsTests.Training;

public sealed class PrefetchTests
{
    [Fact]
    public async Task Batches_come_in_order_and_one_ahead()
    {
        var gathered = new List<int>();
        await using var batches = new Prefetch(step => Batch(step, () => gathered.Add(step)), 3, 6);

        foreach (var step in new[] { 3, 4, 5 })
        {
            using var batch = await batches.Next();
            batch.Examples.ShouldBe(step);
        }

        gathered.ShouldBe([3, 4, 5]);
        await Should.ThrowAsync<InvalidOperationException>(() => batches.Next());
    }

    [Fact]
    public async Task A_fault_comes_out_where_its_batch_is_asked_for()
    {
        await using var batches = new Prefetch(step => step == 1 ? throw new InvalidDataException("sizes differ") : Batch(step), 0, 5);

        using var first = await batches.Next();
        (await Should.ThrowAsync<InvalidDataException>(() => batches.Next())).Message.ShouldBe("sizes differ");
    }

    [Fact]
    public async Task What_nobody_asked_for_is_disposed_of()
    {
        var slices = new List<Slice>();
        await using (var batches = new Prefetch(_ =>
        {
            slices.Add(new Slice(1));
            return new TrainingBatch([slices[^1]]);
        }, 0, 5))
        {
            (await batches.Next()).Dispose();
        }

        slices.Count.ShouldBe(2);
        slices.ShouldAllBe(slice => slice.Gone);

        await using var faulty = new Prefetch(step => step == 0 ? Batch(1) : throw new InvalidDataException("never seen"), 0, 5);
        (await faulty.Next()).Dispose();
    }

    private static TrainingBatch Batch(int examples, Action? tell = null)
    {
        tell?.Invoke();
        return new TrainingBatch([new Slice(examples)]);
    }

    private sealed class Slice(int examples) : ITrainingSlice
    {
        public bool Gone { get; private set; }
        public int Examples => examples;
        public int Pictures => examples;
        public Judged Judge(PerceptualModel model) => throw new InvalidOperationException("Nothing is judged here.");
        public void Dispose() => Gone = true;
    }
}
