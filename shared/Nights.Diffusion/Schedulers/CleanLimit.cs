using System.Numerics.Tensors;

namespace Nights.Diffusion.Schedulers;

/// <summary>
/// What is done to the predicted clean latents before they are used: nothing, clipping to a range, or dynamic thresholding (Saharia et al. 2022),
/// which takes precedence. NaN passes through all of them: it is to be found at the end, not hidden.
/// </summary>
internal sealed class CleanLimit
{
    private readonly float range;
    private readonly float ratio;
    private readonly float most;
    private readonly int rows;
    private readonly bool thresholds;
    private readonly Kept sorted = new();

    private CleanLimit(SchedulerConfig config, bool clips, int rows)
    {
        thresholds = config.Thresholding;
        IsNone = !thresholds && !clips;
        (range, this.rows) = ((float)config.ClipSampleRange, rows);
        (ratio, most) = ((float)config.DynamicThresholdingRatio, (float)config.SampleMaxValue);
    }

    /// <summary>True when the clean latents are used as they are.</summary>
    public bool IsNone { get; }

    /// <summary>For classes that clip; <paramref name="byDefault"/> where the configuration does not say.</summary>
    public static CleanLimit Of(SchedulerConfig config, SchedulerRun run, bool byDefault) => new(config, config.ClipSample ?? byDefault, run.Rows);

    /// <summary>For classes that only threshold.</summary>
    public static CleanLimit ThresholdOf(SchedulerConfig config, SchedulerRun run) => new(config, clips: false, run.Rows);

    public void Apply(Span<float> clean)
    {
        if (!thresholds)
        {
            if (!IsNone)
                Clip(clean, range);
            return;
        }
        if (clean.Length % rows != 0)
            throw new ArgumentException($"{clean.Length} values do not fall into {rows} rows.", nameof(clean));
        var length = clean.Length / rows;
        for (var row = 0; row < rows; row++)
            Threshold(clean.Slice(row * length, length));
    }

    /// <summary>Clips a row to a quantile s of its magnitudes, no less than 1 and no more than the configured most, and divides by s.</summary>
    private void Threshold(Span<float> row)
    {
        var magnitudes = sorted.Of(row.Length);
        TensorPrimitives.Abs(row, magnitudes);
        if (float.IsNaN(TensorPrimitives.Max(magnitudes)))
        {
            row.Fill(float.NaN);
            return;
        }
        magnitudes.Sort();
        var threshold = Math.Min(Math.Max(Quantile(magnitudes), 1), most);
        Clip(row, threshold);
        TensorPrimitives.Divide(row, threshold, row);
    }

    /// <summary>Linear between the neighbours, in float32 as torch.quantile reckons.</summary>
    private float Quantile(ReadOnlySpan<float> rising)
    {
        var rank = ratio * (rising.Length - 1);
        var below = (int)MathF.Floor(rank);
        var above = Math.Min(below + 1, rising.Length - 1);
        return rising[below] + (rank - below) * (rising[above] - rising[below]);
    }

    private static void Clip(Span<float> values, float range)
    {
        TensorPrimitives.Max(values, -range, values);
        TensorPrimitives.Min(values, range, values);
    }
}
