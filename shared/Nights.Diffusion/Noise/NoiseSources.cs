namespace Nights.Diffusion.Noise;

/// <summary>The noise sources this library has, by the names that manifests and orders use. A new one is one line here.</summary>
public static class NoiseSources
{
    private static readonly Dictionary<string, Func<long, INoiseSource>> ByName = new()
    {
        [TorchCpuNoise.Name] = seed => new TorchCpuNoise(seed),
        [TorchCudaNoise.Name] = seed => new TorchCudaNoise(seed),
        [NumpyNoise.Name] = seed => new NumpyNoise(seed),
    };

    /// <summary>Names a source can be asked for by; the first is the usual one.</summary>
    public static IReadOnlyCollection<string> Names => ByName.Keys;

    /// <summary>The stream of a picture.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="seed">torch-cpu uses its low 32 bits, torch-cuda all 64; numpy takes 0 to 2³² - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">No such source, or a seed it does not take.</exception>
    public static INoiseSource Create(string name, long seed)
    {
        ArgumentNullException.ThrowIfNull(name);
        return ByName.TryGetValue(name, out var create)
            ? create(seed)
            : throw new ArgumentOutOfRangeException(nameof(name), $"The noise source '{name}' is not known; {string.Join(", ", Names)} are.");
    }
}
