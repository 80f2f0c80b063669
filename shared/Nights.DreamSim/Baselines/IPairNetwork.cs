using static TorchSharp.torch;

namespace Nights.DreamSim.Baselines;

/// <summary>A network that compares pictures in pairs, by features too large to keep.</summary>
public interface IPairNetwork : IDisposable
{
    /// <summary>The shortest edge of a picture it can look at, in pixels.</summary>
    int ShortestEdge { get; }

    Device Device { get; }

    /// <summary>Distances of pairs. Each picture goes through the network once, however many pairs it is in.</summary>
    /// <param name="pictures">(n, 3, height, width), float32, RGB in [0, 1], on <see cref="Device"/>.</param>
    /// <param name="first">(pairs), int64: of each pair the one picture.</param>
    /// <param name="second">(pairs), int64: the other.</param>
    /// <returns>(pairs), float32.</returns>
    Tensor Distances(Tensor pictures, Tensor first, Tensor second);
}
