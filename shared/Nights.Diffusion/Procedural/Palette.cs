using Nights.Onnx;

namespace Nights.Diffusion.Procedural;

/// <summary>
/// The colours of a scene: a bright thing on a dark ground or a deep one on a light ground, whichever belongs to the thing, so that thing
/// and ground always stand apart. The seed moves hues and brightness a little.
/// </summary>
internal sealed record Palette(Expression Thing, Expression Accent, Expression Ground)
{
    public static Palette Of(PromptReading prompt, SeedReading seed)
    {
        var graph = prompt.Gate.Graph;
        var dark = ((prompt.Own(0) - 0.5f) * 8f + 0.5f).Clip(0, 1);
        var own = graph.Concat(1,
            prompt.Own(1),
            0.65f + 0.3f * prompt.Own(3),
            Paint.Mix(0.45f + 0.25f * prompt.Own(2), 0.85f + 0.12f * prompt.Own(2), dark));
        var thing = prompt.Or(SceneVector.Colour, 3, own);
        var hue = Part(thing, 0) + 0.16f * seed.Hue;
        var saturation = (Part(thing, 1) + 0.2f * seed.Saturation).Clip(0, 1);
        var value = (Part(thing, 2) * (1f + 0.3f * seed.Brightness)).Clip(0, 1);

        // A thing said to be white goes on dark ground, one said to be black on light ground.
        dark = dark.Max(((Part(thing, 2) - Part(thing, 1) - 0.5f) * 10f).Clip(0, 1)) * ((Part(thing, 2) - 0.3f) * 5f).Clip(0, 1);
        var ground = prompt.Or(SceneVector.Background, 3, graph.Concat(1,
            prompt.Own(1) + 0.3f + 0.4f * prompt.Own(4),
            Paint.Mix(0.14f + 0.26f * prompt.Own(5), 0.4f + 0.35f * prompt.Own(5), dark),
            Paint.Mix(0.86f + 0.12f * prompt.Own(6), 0.2f + 0.16f * prompt.Own(6), dark)));

        return new Palette(
            Paint.Rgb(hue, saturation, value),
            Paint.Rgb(hue + 0.08f + 0.24f * prompt.Own(7), saturation, (value * Paint.Mix(graph.Scalar(1.7f), graph.Scalar(0.55f), ((value - 0.65f) * 8f).Clip(0, 1))).Clip(0, 1)),
            Paint.Rgb(Part(ground, 0) + 0.18f * seed.GroundHue, Part(ground, 1), (Part(ground, 2) * (1f + 0.3f * seed.GroundBrightness)).Clip(0, 1)));
    }

    private static Expression Part(Expression colour, int part) => colour.Slice(1, part, part + 1);
}
