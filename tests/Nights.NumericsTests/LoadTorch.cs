using System.Runtime.CompilerServices;
using Nights.DreamSim.Native;

namespace Nights.NumericsTests;

internal static class LoadTorch
{
    /// <summary>Tests make tensors of their own before they call the library.</summary>
    [ModuleInitializer]
    internal static void Now() => TorchLibrary.EnsureLoaded();
}
