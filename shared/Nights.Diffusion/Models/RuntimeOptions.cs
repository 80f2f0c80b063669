using Microsoft.ML.OnnxRuntime;
using Nights.Diffusion.Providers;

namespace Nights.Diffusion.Models;

/// <summary>How ONNX Runtime executes the graphs.</summary>
public sealed record RuntimeOptions
{
    /// <summary>Execution provider: cpu, cuda, tensorrt, or auto for the best that is there.</summary>
    public string Provider { get; init; } = ExecutionProvider.Cpu;

    /// <summary>Plug-in library that brings the provider cuda to a runtime built without it, e.g. <c>libonnxruntime_providers_cuda_plugin.so</c>; empty for none.</summary>
    public string ProviderLibrary { get; init; } = "";

    /// <summary>Which accelerator, from 0.</summary>
    public int Device { get; init; }

    /// <summary>Most memory ONNX Runtime may take on the accelerator, in GiB; 0 for no limit of its own.</summary>
    public double DeviceMemoryGiB { get; init; }

    /// <summary>
    /// Whether an NVIDIA GPU may multiply float32 numbers with 10 bits of mantissa (TF32): several times faster, and no longer the picture that a processor paints. Graphs
    /// in float16 do not depend on it.
    /// </summary>
    public bool AllowTf32 { get; init; }

    /// <summary>Folder where TensorRT keeps the engines it builds; building one takes minutes.</summary>
    public string EngineCache { get; init; } = "";

    /// <summary>Threads inside one operator. With 1, concurrent calls scale better than threads do, and results do not depend on how work was split.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>Version of the native runtime, recorded in manifests.</summary>
    public static string RuntimeVersion => OrtEnv.Instance().GetVersionString();

    /// <summary>These options as ONNX Runtime takes them, with a provider that was found for them; owned by the caller.</summary>
    /// <exception cref="ModelFolderException">The provider refuses.</exception>
    public SessionOptions ToSessionOptions(ExecutionProvider provider)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Threads, 1);
        var options = new SessionOptions
        {
            IntraOpNumThreads = Threads,
            InterOpNumThreads = 1,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            EnableMemoryPattern = false,  // batches and sizes vary
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
        };
        try
        {
            options.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");  // spinning made a shared two-core machine 2.7 times slower
            provider.AppendTo(options);
            return options;
        }
        catch
        {
            options.Dispose();
            throw;
        }
    }
}
