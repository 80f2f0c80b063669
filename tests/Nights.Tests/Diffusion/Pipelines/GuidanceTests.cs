using Nights.Diffusion.Models;
using Nights.Diffusion.Pipelines;
using Nights.Onnx;

namespace Nights.Tests.Diffusion.Pipelines;

/// <summary>Predictions of a batch beside the formulas, reckoned here by themselves.</summary>
public sealed class GuidanceTests
{
    private const int Rows = 3, RowLength = 4 * 8 * 8;

    /// <summary>Half the latents, and the mean of the prompt's numbers.</summary>
    private static readonly Func<Expression, Expression, Expression, Expression> Mean =
        (sample, _, context) => sample * 0.5f + sample.Graph.Reduce("ReduceMean", context, keep: true, 1, 2).Unsqueeze(3);

    [Theory]
    [InlineData(7.5, false)]
    [InlineData(7.5, true)]
    [InlineData(1.25, false)]
    public void The_guided_prediction_leads_from_the_negative_prompt_beyond_the_prompt(double guidance, bool split)
    {
        using var model = new LatentModel(Mean);

        var guided = Predict(model, LatentModel.Small with { Guidance = guidance, SplitGuidance = split });

        for (var i = 0; i < guided.Length; i++)
        {
            var (without, with) = ByHand(i);
            ((double)guided[i]).ShouldBe(without + guidance * (with - without), 1e-5);
        }
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.7)]
    [InlineData(1.0)]
    public void Rescaling_brings_the_deviation_of_each_row_back(double rescale)
    {
        const double guidance = 9;
        // A row's prompt multiplies here, so that guidance changes the deviation and not only the mean.
        using var model = new LatentModel((sample, _, context) => sample * sample.Graph.Reduce("ReduceMean", context, keep: true, 1, 2).Unsqueeze(3));

        var guided = Predict(model, LatentModel.Small with { Guidance = guidance, GuidanceRescale = rescale });

        for (var row = 0; row < Rows; row++)
        {
            var own = Enumerable.Range(row * RowLength, RowLength).ToArray();
            double[] with = [.. own.Select(i => Shown[i] * PromptMean(row, negative: false))];
            double[] plain = [.. own.Select(i => Shown[i] * PromptMean(row, negative: true)).Zip(with, (without, to) => without + guidance * (to - without))];
            var factor = rescale * Deviation(with) / Deviation(plain) + 1 - rescale;
            foreach (var (i, expected) in own.Zip(plain))
                ((double)guided[i]).ShouldBe(expected * factor, 1e-5);
            if (rescale == 1)
                Deviation([.. own.Select(i => (double)guided[i])]).ShouldBe(Deviation(with), 1e-5);
        }
    }

    /// <summary>The graph answers with the number of its rows.</summary>
    [Theory]
    [InlineData(7.5, false, 2 * Rows)]
    [InlineData(7.5, true, Rows)]
    [InlineData(1.0, false, Rows)]
    [InlineData(0.5, false, Rows)]
    [InlineData(0.0, true, Rows)]
    public void Only_a_scale_above_1_costs_rows(double guidance, bool split, int rows)
    {
        using var model = new LatentModel((sample, _, _) => sample * 0f + sample.Graph.Node("Shape", sample).Slice(0, 0, 1).Cast(ElementType.Float32));

        Predict(model, LatentModel.Small with { Guidance = guidance, SplitGuidance = split }).ShouldAllBe(value => value == rows);
    }

    [Fact]
    public void Without_guidance_the_prompt_alone_is_followed()
    {
        using var model = new LatentModel(Mean);

        var plain = Predict(model, LatentModel.Small with { Guidance = 0.3 });

        for (var i = 0; i < plain.Length; i++)
            ((double)plain[i]).ShouldBe(ByHand(i).With, 1e-6);
    }

    /// <summary>The graph answers with the place of each row in its batch.</summary>
    [Fact]
    public void Rows_of_negative_prompts_come_first()
    {
        using var model = new LatentModel((sample, _, _) =>
        {
            var graph = sample.Graph;
            var ones = graph.Node("Expand", graph.Scalar(1), graph.Node("Shape", sample).Slice(0, 0, 1));
            return sample * 0f + (graph.Node("CumSum", ones, graph.Tensor(new[] { 0L })) - 1f).Reshape(-1, 1, 1, 1);
        });

        var guided = Predict(model, LatentModel.Small with { Guidance = 3 });

        for (var row = 0; row < Rows; row++)
            guided[row * RowLength].ShouldBe(row + 3f * (Rows + row - row));
    }

    [Theory]
    [InlineData("ddim", 0.0)]
    [InlineData("euler", 0.7)]
    public void One_call_of_twice_the_rows_and_two_calls_give_the_same_bits(string scheduler, double rescale)
    {
        using var model = new LatentModel((sample, time, context) => (Mean(sample, time, context) * 3f).Sin() + time * 0.001f);
        PictureOrder[] orders = [new() { Prompt = "a dog", Seed = 1 }, new() { Prompt = "a cat", NegativePrompt = "night", Seed = 2 }];
        var settings = LatentModel.Small with { Guidance = 5, GuidanceRescale = rescale, Scheduler = scheduler };

        var joint = model.Latents(orders, settings);
        var split = model.Latents(orders, settings with { SplitGuidance = true });

        for (var i = 0; i < orders.Length; i++)
            joint[i].ShouldBe(split[i]);
    }

    private static float[] Shown { get; } = [.. Enumerable.Range(0, Rows * RowLength).Select(i => MathF.Sin(i))];

    private static float[] Predict(LatentModel model, PaintSettings settings)
    {
        PromptTrack[] tracks = [.. Enumerable.Range(0, Rows).Select(row => new PromptTrack(Prompt(row, negative: true), Prompt(row, negative: false), []))];
        using var denoiser = new Denoiser(model.Model, tracks, new LatentShape(Rows, 4, 8, 8), settings, TestContext.Current.CancellationToken);
        return denoiser.Predict(0, 1, timestep: 0, input => Shown.CopyTo(input)).ToArray();
    }

    private static PromptEncoding Prompt(int row, bool negative) => new([.. Enumerable.Range(0, 77 * 4).Select(i => Number(i, row, negative))], [], []);

    private static float Number(int i, int row, bool negative) => (row + 1) * (negative ? 0.25f : -0.5f) + i % 4 * 0.125f;

    private static double PromptMean(int row, bool negative) => Enumerable.Range(0, 77 * 4).Average(i => (double)Number(i, row, negative));

    private static (double Without, double With) ByHand(int i) =>
        (Shown[i] * 0.5 + PromptMean(i / RowLength, negative: true), Shown[i] * 0.5 + PromptMean(i / RowLength, negative: false));

    private static double Deviation(double[] values)
    {
        var mean = values.Average();
        return Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Length - 1));
    }
}
