using Nights.Diffusion.Models;
using Nights.Diffusion.Noise;
using Nights.Diffusion.Variations;
using Nights.Domain.Perturbations;

namespace Nights.Diffusion.Pipelines;

/// <summary>
/// One batch on its way: first runs, then refinements of what is finished, then pixels. Orders that can share a run do; a variation by image-to-image starts
/// from its reference's latents themselves, so that nothing is lost in an encoder and the picture can be painted again from seeds alone.
/// </summary>
internal sealed class PaintJob(ModelFolder model, PaintSettings settings, IProgress<int>? progress, CancellationToken cancel)
{
    private readonly PromptBook book = new(model.Prompts, cancel);
    private readonly LatentShape shape = LatentShape.Of(model, settings);
    private readonly PictureFinish finish = new(model, settings, cancel);
    private int calls;

    /// <summary>The first runs a batch takes: canvases that start alike and run equally long.</summary>
    public static IEnumerable<IGrouping<(double Strength, bool FromPicture), Canvas>> Lays(IReadOnlyList<Canvas> canvases) =>
        canvases.GroupBy(canvas => (canvas.Strength, canvas.Order.Init is not null));

    /// <summary>The runs that follow: the nth refinement of every canvas that has one, by level, for n from 0.</summary>
    public static IEnumerable<IGrouping<(int Number, double Level), Canvas>> Refinements(IReadOnlyList<Canvas> canvases) =>
        canvases.SelectMany(canvas => canvas.Refinements.Select((refinement, number) => (Run: (number, refinement.Level), Canvas: canvas)))
            .GroupBy(entry => entry.Run, entry => entry.Canvas)
            .OrderBy(run => run.Key.number);

    public void Lay(IReadOnlyList<Canvas> canvases)
    {
        foreach (var together in Lays(canvases))
        {
            var alike = together.GroupBy(canvas => canvas.FirstRun).ToList();
            var latents = Run([.. alike.Select(group => FirstRow(group.First()))], together.Key.Strength);
            foreach (var (group, result) in alike.Zip(latents))
                foreach (var canvas in group)
                    canvas.Latents = result;
        }
    }

    public void Refine(IReadOnlyList<Canvas> canvases)
    {
        foreach (var together in Refinements(canvases))
        {
            var latents = Run([.. together.Select(canvas => RefinedRow(canvas, canvas.Refinements[together.Key.Number]))], StepLevels.ImageToImageStrength(together.Key.Level));
            foreach (var (canvas, result) in together.Zip(latents))
                canvas.Latents = result;
        }
    }

    /// <summary>From latents to a picture, or to the reason why it is none.</summary>
    public PaintedPicture Finish(Canvas canvas) => finish.Of(canvas, CutWords(canvas));

    /// <summary>Of the prompt, and of those its changes follow.</summary>
    private string[] CutWords(Canvas canvas) =>
        [.. canvas.Changes.Select(change => change.Prompt).OfType<string>().Prepend(canvas.Order.Prompt).Distinct().SelectMany(prompt => book[prompt].CutWords)];

    private List<float[]> Run(IReadOnlyList<Trajectory.Row> rows, double strength)
    {
        var latents = new Trajectory(model, settings, shape, cancel).Run(rows, strength, () => progress?.Report(++calls));
        return [.. Enumerable.Range(0, rows.Count).Select(row => latents.AsSpan(row * shape.RowLength, shape.RowLength).ToArray())];
    }

    private Trajectory.Row FirstRow(Canvas canvas)
    {
        var stream = Stream(canvas.Order.Seed);
        var start = canvas.Order.Init is { } init  // the encoder's draw comes before the run's, as in the reference
            ? model.VaeEncoder!.Encode(Pixels.ToPlanes(init.Picture, settings.Width, settings.Height), settings.Height, settings.Width, stream, cancel)
            : null;
        return new Trajectory.Row(Track(canvas), new PerturbedNoise(stream, canvas.Changes, shape, Stream), start);
    }

    /// <summary>A refinement without a prompt of its own goes on with the one its canvas has come to, so that it does not undo what went before.</summary>
    private Trajectory.Row RefinedRow(Canvas canvas, Perturbation refinement)
    {
        var prompt = refinement.Prompt is { } other ? book[other] : Track(canvas).Last;
        return new Trajectory.Row(new PromptTrack(Negative(canvas), prompt, []), Stream(refinement.Seed), canvas.Latents);
    }

    private PromptTrack Track(Canvas canvas)
    {
        var prompt = book[canvas.Order.Prompt];
        foreach (var blend in canvas.Changes.Where(change => change.Operator == PerturbationOperator.PromptBlend))
            prompt = prompt.BlendedWith(book[blend.Prompt!], blend.Level);
        var switches = canvas.Changes.Where(change => change.Operator == PerturbationOperator.LateSwitch).OrderByDescending(change => change.Level);
        return new PromptTrack(Negative(canvas), prompt, [.. switches.Select(change => (change.Level, book[change.Prompt!]))]);
    }

    private PromptEncoding? Negative(Canvas canvas) => Denoiser.Guides(model, settings) ? book.Negative(canvas.Order.NegativePrompt) : null;

    private INoiseSource Stream(long seed) => NoiseSources.Create(settings.NoiseSource, seed);
}
