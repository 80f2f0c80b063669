namespace Nights.Domain.Campaigns;

/// <summary>Whose random numbers a seed stands for: the same seed gives the same initial noise as there.</summary>
public static class NoiseNames
{
    public const string TorchCpu = "torch-cpu";
    public const string TorchCuda = "torch-cuda";
    public const string Numpy = "numpy";

    public static IReadOnlyList<string> Names { get; } = [TorchCpu, TorchCuda, Numpy];
}
