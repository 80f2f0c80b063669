using TorchSharp;

namespace Nights.DreamSim.Native;

/// <summary>Where tensors live and how many cores they may use.</summary>
public sealed record ComputeOptions
{
    /// <summary>cpu, cuda or auto (cuda when there is one). CUDA needs a build with <c>-p:Accelerator=cuda</c>.</summary>
    public string Device { get; init; } = "auto";

    /// <summary>Threads of libtorch; 0 (default) is one for each core this process may use.</summary>
    public int Threads { get; init; }

    /// <summary>In which numbers the backbones compute; float32 by default.</summary>
    public Precision Precision { get; init; }

    /// <summary>Loads libtorch, sets its threads and its arithmetic, and opens the device.</summary>
    /// <exception cref="ArgumentException">Unknown device name, CUDA asked for and not to be had, or fewer than 0 threads.</exception>
    public torch.Device Open()
    {
        if (Threads < 0) throw new ArgumentException($"Threads is {Threads}; it must be 0 (one for each core) or more.");
        if (Device is not ("auto" or "cpu" or "cuda")) throw new ArgumentException($"Device '{Device}' is none of auto, cpu, cuda.");

        TorchLibrary.EnsureLoaded();
        torch.set_num_threads(Threads == 0 ? Environment.ProcessorCount : Threads);

        var cuda = Device != "cpu" && torch.cuda.is_available();
        if (Device == "cuda" && !cuda)
            throw new ArgumentException("Device 'cuda' cannot be had: no NVIDIA driver, or a build without -p:Accelerator=cuda. Use auto or cpu.");

        // libtorch lets convolutions use TF32 unless told otherwise.
        (torch.backends.cuda.matmul.allow_tf32, torch.backends.cudnn.allow_tf32) = (Precision == Precision.Tf32, Precision == Precision.Tf32);
        return new torch.Device(cuda ? DeviceType.CUDA : DeviceType.CPU);
    }
}
