using Nights.Onnx;

namespace Nights.Diffusion.Procedural;

/// <summary>
/// The thing's place, size, pose and outline. Outlines are circles with a few harmonics of the angle, symmetric about the upright axis as most
/// things are; one harmonic leads, and which one and how far is the thing's own. The seed bends them a little.
/// </summary>
internal sealed class Silhouette
{
    private const int Harmonics = 6;

    /// <param name="prompt">What is drawn.</param>
    /// <param name="seed">How this picture of it differs.</param>
    /// <param name="grid">Coordinates of the latents.</param>
    public Silhouette(PromptReading prompt, SeedReading seed, Grid grid)
    {
        var graph = grid.X.Graph;
        var place = prompt.Or(SceneVector.Place, 2, graph.Scalar(0));
        var radius = (0.5f + 0.32f * seed.Size) * prompt.Or(SceneVector.Size, 1, graph.Scalar(1));
        var angle = prompt.Or(SceneVector.Pose, 1, graph.Scalar(0)) + 1.4f * seed.Turn;
        var stretch = (0.85f + 0.35f * prompt.Own(8)) * (1f + 0.4f * seed.Stretch);

        var right = grid.X - (place.Slice(1, 0, 1) + 0.66f * seed.PlaceAcross) * grid.Aspect;
        var down = grid.Y - (place.Slice(1, 1, 2) + 0.6f * seed.PlaceDown);
        angle -= (angle * (1 / MathF.Tau) + 0.5f).Floor() * MathF.Tau;
        var (sine, cosine) = (Paint.Sine(angle), Paint.Cosine(angle));
        Across = (right * cosine + down * sine) / (radius * stretch);
        Along = (down * cosine - right * sine) / radius * stretch;
        FromCentre = (Across * Across + Along * Along + 1e-5f).Sqrt();
        Light = (right * -0.5f + down * -0.85f) / radius;

        var said = prompt.Or(SceneVector.Shape, 4, graph.Scalar(0));
        var own = Blob(prompt, seed) * (1f - (said.Slice(1, 0, 1) + said.Slice(1, 1, 2) + said.Slice(1, 2, 3) + said.Slice(1, 3, 4)));
        var unitDistance = own + said.Slice(1, 0, 1) * (1f - FromCentre) + said.Slice(1, 1, 2) * (0.8f - Across.Abs().Max(Along.Abs()))
            + said.Slice(1, 2, 3) * Triangle() + said.Slice(1, 3, 4) * Star();
        Distance = unitDistance * radius * (grid.Height * 0.5f);
    }

    /// <summary>Coordinates in the thing's own frame; 1 is its radius.</summary>
    public Expression Across { get; }

    public Expression Along { get; }

    public Expression FromCentre { get; }

    /// <summary>Towards the light, at the upper left of the picture, in radii.</summary>
    public Expression Light { get; }

    /// <summary>To the outline, positive inside, in latents.</summary>
    public Expression Distance { get; }

    private Expression Blob(PromptReading prompt, SeedReading seed)
    {
        var leader = 2f + 4f * prompt.Own(9);
        var strength = (0.22f + 0.18f * prompt.Own(10)) * (2f * prompt.Own(SceneVector.Bulge) - 1f);
        var (cosine, sine) = (Along / FromCentre, Across / FromCentre);
        var (previous, current) = (FromCentre.Graph.Scalar(1), cosine);
        var outline = 1f + (prompt.Own(17) * 0.2f - 0.1f + 0.1f * seed.Skew) * 2f * sine * cosine;
        for (var harmonic = 1; harmonic <= Harmonics; harmonic++)
        {
            var weight = strength * (1f - (leader - harmonic).Abs()).Max(FromCentre.Graph.Scalar(0));
            if (harmonic < Harmonics)
                weight += 0.2f * (prompt.Own(10 + harmonic) - 0.5f);
            if (harmonic is 2 or 3)
                weight += 0.12f * (harmonic == 2 ? seed.SecondHarmonic : seed.ThirdHarmonic);
            outline += weight * current;
            (previous, current) = (current, 2f * cosine * current - previous);  // Chebyshev: the cosine of the next multiple
        }
        return 0.82f * outline - FromCentre;
    }

    private Expression Triangle() => 0.6f - Along.Max((Across * 0.866f - Along * 0.5f).Max(Across * -0.866f - Along * 0.5f));

    private Expression Star()
    {
        var cosine = Along / FromCentre * -1f;
        var square = cosine * cosine;
        return 0.7f * (1f + 0.38f * cosine * (16f * square * square - 20f * square + 5f)) - FromCentre;
    }
}
