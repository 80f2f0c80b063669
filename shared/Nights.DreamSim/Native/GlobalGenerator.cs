namespace Nights.DreamSim.Native;

/// <summary>
/// libtorch has one generator of random numbers for the whole process. Building a network draws from it, even where the weights are read afterwards: whoever builds
/// one while another thread may be training holds this gate, and so does each training step, from seeding to its last draw.
/// </summary>
public static class GlobalGenerator
{
    public static Lock Gate { get; } = new();
}
