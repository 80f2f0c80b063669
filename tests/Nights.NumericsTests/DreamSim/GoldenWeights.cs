using System.Text;
using Nights.DreamSim;
using static TorchSharp.torch;

namespace Nights.NumericsTests.DreamSim;

/// <summary>
/// Weights that follow from a seed and their names, as <c>detgen.py</c> beside the reference values makes them: FNV-1a of the name, splitmix64,
/// 24 bits, one float32 multiplication and addition.
/// </summary>
internal static class GoldenWeights
{
    /// <summary>Uniform within ±scale/2 around the offset; the same bits on every machine.</summary>
    public static Tensor Of(long seed, string name, long[] shape, double scale, double offset = 0)
    {
        var values = new float[shape.Aggregate(1L, (product, size) => product * size)];
        var z = unchecked(Hash(name) + (ulong)seed * 0xD1342543DE82EF95);
        var (factor, addend) = ((float)scale, (float)offset);
        for (var i = 0; i < values.Length; i++)
        {
            z = unchecked(z + 0x9E3779B97F4A7C15);
            var unit = (Mix(z) >> 40) * (1f / (1 << 24)) - 0.5f;
            values[i] = addend == 0 ? unit * factor : unit * factor + addend;
        }

        return tensor(values, shape);
    }

    /// <summary>Fills one backbone of a model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="prefix">Of the backbone's parameters.</param>
    /// <param name="seed">Of the backbone.</param>
    public static void Fill(PerceptualModel model, string prefix, long seed)
    {
        using var frozen = no_grad();
        var clip = model.Parameters.Any(p => p.Name == prefix + "pos_drop.weight");
        foreach (var (full, parameter) in model.Parameters.Where(p => p.Name.StartsWith(prefix, StringComparison.Ordinal) && !PerceptualModel.IsAdapter(p.Name)))
        {
            var name = full[prefix.Length..];
            var (scale, offset) = clip && name == "patch_embed.proj.bias" ? (0, 0) : Rule(name, parameter.shape);      // CLIP's convolution has no bias
            using var values = Of(seed, name, parameter.shape, scale, offset);
            parameter.copy_(values);
        }
    }

    /// <summary>A low-rank adapter: A and B by their full names in PEFT's layout.</summary>
    public static void FillAdapter(PerceptualModel model, long seed, double scaleA, double scaleB)
    {
        using var frozen = no_grad();
        foreach (var (name, parameter) in model.AdapterParameters)
        {
            using var values = Of(seed, name, parameter.shape, name.EndsWith("lora_A.weight", StringComparison.Ordinal) ? scaleA : scaleB);
            parameter.copy_(values);
        }
    }

    public static ulong Hash(string name)
    {
        var hash = 0xcbf29ce484222325;
        foreach (var letter in Encoding.UTF8.GetBytes(name)) hash = unchecked((hash ^ letter) * 0x100000001b3);
        return hash;
    }

    private static ulong Mix(ulong z)
    {
        z = unchecked((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9);
        z = unchecked((z ^ (z >> 27)) * 0x94D049BB133111EB);
        return z ^ (z >> 31);
    }

    private static (double Scale, double Offset) Rule(string name, long[] shape)
    {
        var parts = name.Split('.');
        if (parts is [.., "norm1" or "norm2" or "norm" or "pos_drop", "weight"]) return (0.25, 1);
        if (parts[^1] == "bias") return (0.125, 0);
        if (name is "cls_token" or "pos_embed") return (0.5, 0);
        var inputs = name == "proj" ? shape[0] : shape.Skip(1).Aggregate(1L, (product, size) => product * size);
        return ((float)(2 * Math.Sqrt(3.0 / inputs)), 0);
    }
}
