using Nights.Onnx;
using Nights.Tests.Diffusion.Fixtures;

namespace Nights.Tests.Diffusion;

public sealed class GraphBuilderTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("nights-graph-").FullName;

    [Fact]
    public void Large_tensors_go_to_a_file_beside_the_graph_and_small_ones_stay()
    {
        Sum(1000).Write(Model, new ExternalWeights("weights.pb", AtLeast: 100));

        new FileInfo(Path.Combine(folder, "weights.pb")).Length.ShouldBe(4096 + 4000, "two tensors of 4000 bytes, the second at a page of its own");
        new FileInfo(Model).Length.ShouldBeLessThan(1000);
        Run(1000).ShouldBe(Enumerable.Range(0, 1000).Select(i => 3f * i + 2));
    }

    [Fact]
    public void Inside_and_outside_give_the_same_numbers_and_a_graph_of_small_tensors_has_no_second_file()
    {
        Sum(20).Write(Model);
        var inside = Run(20);
        Sum(20).Write(Model, new ExternalWeights("weights.pb"));

        Run(20).ShouldBe(inside);
        Directory.GetFiles(folder).ShouldBe([Model]);
        File.ReadAllBytes(Model).ShouldBe(Sum(20).ToModel());
    }

    /// <summary>Weights may be most of a machine's memory: neither they nor the file are held a second time.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Weights_are_written_without_copies(bool outside)
    {
        const int count = 50_000_000;
        var graph = new GraphBuilder("large");
        var x = graph.Input("x", ElementType.Float32, 1);
        graph.Output(x + graph.Node("ReduceMax", [("keepdims", 0L)], graph.Tensor(new float[count], count)), "y", ElementType.Float32, 1);

        var before = GC.GetAllocatedBytesForCurrentThread();
        graph.Write(Model, outside ? new ExternalWeights("model.onnx_data") : null);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        allocated.ShouldBeLessThan(1_000_000);
        Directory.GetFiles(folder).Sum(file => new FileInfo(file).Length).ShouldBeInRange(4L * count, 4L * count + 5000);
    }

    [Theory]
    [InlineData(13)]
    [InlineData(14)]
    [InlineData(17)]
    [InlineData(18)]
    public void Reductions_fit_the_version_of_the_operators(int opset)
    {
        var graph = new GraphBuilder("reduction", opset);
        var x = graph.Input("x", ElementType.Float32, 2, 3);
        graph.Output(graph.Reduce("ReduceMax", x, keep: false, 1) + graph.Reduce("ReduceSum", x, keep: false, 1), "y", ElementType.Float32, 2);
        graph.Write(Model);

        using var session = new GraphSession(Model);
        session.Run("y", ("x", new float[] { 1, 2, 3, 4, 6, 5 }, [2, 3])).ShouldBe([9, 21]);
    }

    [Fact]
    public void Tensors_of_every_type_and_attributes_of_floats_are_understood()
    {
        var graph = new GraphBuilder("types");
        var flag = graph.Input("flag", ElementType.Bool);
        Expression[] parts =
        [
            graph.Tensor(new Half[] { (Half)1.5f, (Half)2 }, 2), graph.Tensor(new[] { 3, 4 }, 2), graph.Tensor(new[] { 5L, 6L }, 2), graph.Tensor(new[] { true, false }, 2),
            graph.Node("Constant", [("value_floats", new[] { 7f, 8f })]), flag.Unsqueeze(0),
        ];
        graph.Output(graph.Concat(0, [.. parts.Select(part => part.Cast(ElementType.Float16))]), "y", ElementType.Float16, 11);
        graph.Write(Model);

        using var session = new Microsoft.ML.OnnxRuntime.InferenceSession(Model);
        using var options = new Microsoft.ML.OnnxRuntime.RunOptions();
        using var input = Microsoft.ML.OnnxRuntime.OrtValue.CreateTensorValueFromMemory(new[] { true }, []);
        using var results = session.Run(options, ["flag"], [input], ["y"]);
        results[0].GetTensorDataAsSpan<Microsoft.ML.OnnxRuntime.Float16>().ToArray().Select(value => value.ToFloat()).ShouldBe([1.5f, 2, 3, 4, 5, 6, 1, 0, 7, 8, 1]);
    }

    [Fact]
    public void Values_that_do_not_fill_a_tensor_are_refused()
    {
        var graph = new GraphBuilder("refused");

        Should.Throw<ArgumentException>(() => graph.Tensor([1, 2, 3], 2, 2)).Message.ShouldContain("3 values were given for a tensor of 2 × 2, which has 4");
        Should.Throw<ArgumentException>(() => graph.Tensor(new[] { "a" }, 1)).Message.ShouldContain("String[]");
        Should.Throw<ArgumentException>(() => graph.Node("Identity", [("a", 1)], graph.Scalar(1))).Message.ShouldContain("Int32");
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private string Model => Path.Combine(folder, "model.onnx");

    /// <summary>y = x + 2i + 2, from two tensors.</summary>
    private static GraphBuilder Sum(int count)
    {
        var graph = new GraphBuilder("sum");
        var x = graph.Input("x", ElementType.Float32, "count");
        var twice = graph.Tensor([.. Enumerable.Range(0, count).Select(i => 2f * i)], count);
        var two = graph.Tensor([.. Enumerable.Repeat(2f, count)], count);
        graph.Output(x + twice + two, "y", ElementType.Float32, "count");
        return graph;
    }

    private float[] Run(int count)
    {
        using var session = new GraphSession(Model);
        return session.Run("y", ("x", Enumerable.Range(0, count).Select(i => (float)i).ToArray(), [count]));
    }
}
