using Nights.Diffusion.Variations;
using Nights.Onnx;

namespace Nights.Diffusion.Procedural;

/// <summary>
/// Where the seed's decisions are written: seventeen patterns of the third colour channel, each a sum of many cosine modes of its own with signs as good as
/// random, scaled to length one. Modes of one pattern are spread evenly over its band, so that a growing cut-off replaces a decision by degrees:
/// layout lies in the low band of <see cref="FrequencyBands"/>, pattern and grain in the high band, the rest between them, where no swap comes.
/// </summary>
/// <remarks>
/// One channel, and the one the eye follows least, because a scene must give up what it has of every pattern (one number each). That leaves a ripple of less
/// than one 8-bit step at 64 × 64 latents and of two to four at 32 × 32, root mean square, for a thing that is half the range bluer than its ground. Below
/// 8 × 8 latents some patterns have no mode; their decision is then always the middle one.
/// </remarks>
internal sealed class Carriers
{
    /// <summary>Patterns: decisions 0 to 2 low, 3 to 13 in the middle, 14 to 16 high.</summary>
    public const int Count = LowCount + MiddleCount + HighCount;

    private const int LowCount = 3;
    private const int MiddleCount = 11;
    private const int HighCount = 3;
    private const int Channel = 2;

    /// <summary>Between carriers and the limits of a band, in ρ: rounding must not decide what a swap takes.</summary>
    private const double Margin = 0.01;

    /// <summary>The lowest modes hold most of a scene; taking anything from them would show.</summary>
    private const double LowStart = 0.08;

    private readonly CosineModes modes;
    private readonly Expression owners;
    private readonly Expression signs;
    private readonly Expression patterns;
    private readonly Expression lengths;

    public Carriers(Expression latents)
    {
        var graph = latents.Graph;
        modes = CosineModes.All(latents);
        owners = Owners(latents);
        signs = Signs();
        patterns = (graph.Node("OneHot", [("axis", 0L)], owners, graph.Integers(Count), graph.Tensor([0, 1], 2)) * signs).Reshape(Count, -1);
        lengths = graph.Node("ReduceSum", [("keepdims", 1L)], patterns.Abs(), graph.Integers(1)).Max(graph.Scalar(1)).Sqrt();
    }

    /// <summary>How much of each pattern there is: rows × 17 × 1. Of white noise, seventeen independent N(0, 1) numbers.</summary>
    public Expression Read(Expression latents) =>
        latents.Graph.Node("MatMul", patterns, modes.Forward(latents.Slice(1, Channel, Channel + 1)).Reshape(0, -1, 1)) / lengths;

    /// <summary>The latents without any of the patterns.</summary>
    public Expression Without(Expression latents)
    {
        var graph = latents.Graph;
        var share = (Read(latents) / lengths).Squeeze(2);
        var none = share.Slice(1, 0, 1) * 0f;
        var coefficients = graph.Gather(graph.Concat(1, share, none), owners, 1) * signs;
        var channel = latents.Slice(1, Channel, Channel + 1) - modes.Inverse(coefficients.Unsqueeze(1));
        return graph.Concat(1, latents.Slice(1, 0, Channel), channel, latents.Slice(1, Channel + 1, 4));
    }

    /// <summary>The pattern each mode belongs to, or 17 for none: height × width, int64. Neighbouring modes belong to different ones.</summary>
    private Expression Owners(Expression latents)
    {
        var graph = latents.Graph;
        var shape = graph.Node("Shape", latents);
        var (down, across) = (Share(modes.Down, 2), Share(modes.Across, 3));
        var square = down * down + across * across;

        var owner = Band(LowStart, FrequencyBands.LowEnd - Margin, LowCount, 0)
            + Band(FrequencyBands.LowEnd + Margin, FrequencyBands.HighStart - Margin, MiddleCount, LowCount)
            + Band(FrequencyBands.HighStart + Margin, 1, HighCount, LowCount + MiddleCount);
        return (owner + Count).Cast(ElementType.Int64);

        Expression Share(Expression mode, int axis) => mode.Cast(ElementType.Float32) / shape.Slice(0, axis, axis + 1).Cast(ElementType.Float32);

        // Number of the pattern less 17 inside the band, 0 outside.
        Expression Band(double from, double to, int count, int first)
        {
            var inside = Greater(square, Limit(from)) * Greater(Limit(to), square);
            var number = graph.Node("Mod", modes.Down + modes.Across.Times(5), graph.Integers(count));
            return inside * (number.Cast(ElementType.Float32) + (first - Count));
        }

        Expression Limit(double rho) => graph.Scalar((float)(2 * rho * rho));
        Expression Greater(Expression value, Expression than) => graph.Node("Greater", value, than).Cast(ElementType.Float32);
    }

    /// <summary>+1 or -1 for each mode, in no order an eye could find: quadratic residues.</summary>
    private Expression Signs()
    {
        var (down, across) = (modes.Down, modes.Across);
        var mixed = (down * down).Times(23) + (across * across).Times(41) + (down * across).Times(17) + down.Times(5) + across.Times(7);
        var rest = down.Graph.Node("Mod", mixed, down.Graph.Integers(61)).Cast(ElementType.Float32);
        return (30.5f - rest).Clip(-0.5f, 0.5f) * 2f;
    }
}
