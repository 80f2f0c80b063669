using System.Numerics.Tensors;
using Nights.Diffusion.Models;

namespace Nights.Diffusion.Pipelines;

/// <summary>
/// Predictions for a batch, with classifier-free guidance (Ho, Salimans 2022): without + scale·(with − without). Both come from one call whose first half
/// of rows has the negative prompts, or from two calls. Models that take the scale as an input, and a scale of 1 and below, need the prompts alone.
/// </summary>
internal sealed class Denoiser : IDisposable
{
    private readonly UnetCall positive;
    private readonly UnetCall? negative;
    private readonly IReadOnlyList<PromptTrack> tracks;
    private readonly PaintSettings settings;
    private readonly LatentShape shape;
    private readonly bool joint;

    public Denoiser(ModelFolder model, IReadOnlyList<PromptTrack> tracks, LatentShape shape, PaintSettings settings, CancellationToken cancel)
    {
        (this.tracks, this.shape, this.settings) = (tracks, shape, settings);
        var guided = Guides(model, settings);
        joint = guided && !settings.SplitGuidance;
        try
        {
            positive = Call(joint ? 2 * shape.Rows : shape.Rows);
            negative = guided && !joint ? Call(shape.Rows) : null;
            foreach (var call in new[] { positive, negative }.OfType<UnetCall>())
            {
                call.SetSize(settings.Width, settings.Height);
                call.SetGuidance(settings.Guidance);
            }
            for (var row = 0; row < shape.Rows; row++)
            {
                SetPrompt(row, tracks[row].Prompt);
                if (guided)
                    (negative ?? positive).SetPrompt(row, tracks[row].Negative!);
            }
        }
        catch
        {
            Dispose();
            throw;
        }

        UnetCall Call(int rows) => new(model.Unet, shape.WithRows(rows), tracks[0].Prompt, model.Prompts.Tokens, cancel);
    }

    /// <summary>Whether negative prompts are looked at: there is guidance, and the model does not have it built in.</summary>
    public static bool Guides(ModelFolder model, PaintSettings settings) => settings.IsGuided && !model.Unet.EmbedsGuidance;

    /// <summary>The guided prediction for every row; the numbers are gone with the next call.</summary>
    /// <param name="call">Which call of the run this is, from 0.</param>
    /// <param name="calls">Calls of the run.</param>
    /// <param name="timestep">The timestep of all rows.</param>
    /// <param name="input">Writes what the model is shown.</param>
    public ReadOnlySpan<float> Predict(int call, int calls, float timestep, SpanAction input)
    {
        for (var row = 0; row < shape.Rows; row++)
            if (tracks[row].StartingAt(call, calls) is { } prompt)
                SetPrompt(row, prompt);

        var shown = positive.Sample[..shape.Length];
        input(shown);
        if (joint)
        {
            shown.CopyTo(positive.Sample[shape.Length..]);
            var both = positive.Predict(timestep);
            return Guided(both[..shape.Length], both[shape.Length..]);
        }
        if (negative is null)
            return positive.Predict(timestep);
        shown.CopyTo(negative.Sample);
        var without = negative.Predict(timestep);
        return Guided(without, positive.Predict(timestep));
    }

    public void Dispose()
    {
        positive?.Dispose();  // null when its making failed
        negative?.Dispose();
    }

    /// <summary>Writes to a span; a generic delegate cannot take one.</summary>
    public delegate void SpanAction(Span<float> span);

    private void SetPrompt(int row, PromptEncoding prompt) => positive.SetPrompt(joint ? shape.Rows + row : row, prompt);

    private Span<float> Guided(ReadOnlySpan<float> without, Span<float> with)
    {
        for (var row = 0; row < shape.Rows; row++)
        {
            var own = with.Slice(row * shape.RowLength, shape.RowLength);
            var deviation = settings.GuidanceRescale > 0 ? Deviation(own) : 0;
            var origin = without.Slice(row * shape.RowLength, shape.RowLength);
            TensorPrimitives.Subtract(own, origin, own);
            TensorPrimitives.MultiplyAdd(own, (float)settings.Guidance, origin, own);
            if (settings.GuidanceRescale > 0)
                TensorPrimitives.Multiply(own, (float)(settings.GuidanceRescale * deviation / Deviation(own) + 1 - settings.GuidanceRescale), own);
        }
        return with;
    }

    /// <summary>Standard deviation with n - 1, summed in one order whatever the memory's alignment.</summary>
    private static double Deviation(ReadOnlySpan<float> values)
    {
        double sum = 0, squares = 0;
        foreach (var value in values)
            sum += value;
        var mean = sum / values.Length;
        foreach (var value in values)
            squares += (value - mean) * (value - mean);
        return Math.Sqrt(squares / (values.Length - 1));
    }
}
