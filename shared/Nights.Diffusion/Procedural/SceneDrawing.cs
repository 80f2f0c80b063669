using Nights.Onnx;

namespace Nights.Diffusion.Procedural;

/// <summary>
/// The clean latents of a scene: three channels of colour in [-1, 1] and one of the distance to the outline, from which the decoder cuts a
/// sharp edge at picture size. Transcendental functions appear over whole planes only.
/// </summary>
internal static class SceneDrawing
{
    private const float DistanceScale = 0.25f;

    /// <summary>rows × 4 × height × width; zero for the empty prompt.</summary>
    public static Expression Draw(PromptReading prompt, SeedReading seed, Grid grid)
    {
        var palette = Palette.Of(prompt, seed);
        var thing = new Silhouette(prompt, seed, grid);

        var surface = Paint.Mix(palette.Thing, palette.Accent, Pattern(prompt, seed, thing)) + 0.16f * thing.Light.Clip(-1.2f, 1.2f);
        var ground = palette.Ground + grid.Y * (0.1f + 0.25f * seed.GroundFall);
        var picture = Paint.Mix(ground, surface, (thing.Distance * 6f).Sigmoid()).Clip(-1, 1);
        return grid.X.Graph.Concat(1, picture, (thing.Distance * DistanceScale).Clip(-1, 1)) * prompt.Gate;
    }

    /// <summary>Share of the accent colour, in [0, 1]: the thing's own pattern or the one said, its phase and direction from the seed.</summary>
    private static Expression Pattern(PromptReading prompt, SeedReading seed, Silhouette thing)
    {
        var graph = thing.Along.Graph;
        var weights = prompt.Or(SceneVector.Texture, SceneVector.Patterns, prompt.OwnPattern);
        var frequency = (5f + 4f * prompt.Own(19) + 1.5f * seed.PatternFrequency) * prompt.Or(SceneVector.Grain, 1, graph.Scalar(1));
        var phase = 4.5f * seed.PatternPhase;
        var (sine, cosine) = (Paint.Sine(1.4f * seed.PatternTurn), Paint.Cosine(1.4f * seed.PatternTurn));
        var (across, along) = (thing.Across * cosine - thing.Along * sine, thing.Along * cosine + thing.Across * sine);
        Expression[] patterns =
        [
            (along * frequency * 1.2f + phase).Sin(),
            (thing.FromCentre * frequency * 1.4f + phase).Sin(),
            (across * frequency + phase).Sin() * (along * frequency + phase).Sin() * 1.5f,
            (0.45f - thing.FromCentre) * 4f + 2f * seed.PatternPhase,
            along * 3f + 2f * seed.PatternPhase,
        ];
        var value = patterns[0] * weights.Slice(1, 0, 1);
        for (var pattern = 1; pattern < patterns.Length; pattern++)
            value += patterns[pattern] * weights.Slice(1, pattern, pattern + 1);
        return 0.5f + 0.5f * (2.5f * value).Clip(-1, 1);
    }
}
