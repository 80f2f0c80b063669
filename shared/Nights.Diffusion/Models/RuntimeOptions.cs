using Microsoft.ML.OnnxRuntime;

namespace Nights.Diffusion.Models;

/// <summary>How ONNX Runtime executes the graphs.</summary>
public sealed record RuntimeOptions
{
    /// <summary>Execution provider: cpu, or cuda where the build and the machine have it.</summary>
    public string Provider { get; init; } = "cpu";

    /// <summary>Threads inside one operator. With 1, concurrent calls scale better than threads do, and results do not depend on how work was split.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>Version of the native runtime, recorded in manifests.</summary>
    public static string RuntimeVersion => OrtEnv.Instance().GetVersionString();

    internal SessionOptions ToSessionOptions()
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
        options.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");  // spinning made a shared two-core machine 2.7 times slower
        if (Provider == "cuda")
            AppendCuda(options);
        else if (Provider != "cpu")
            throw new ModelFolderException($"The execution provider '{Provider}' is not known; cpu and cuda are.");
        return options;
    }

    private static void AppendCuda(SessionOptions options)
    {
        try
        {
            options.AppendExecutionProvider_CUDA();
        }
        catch (Exception absent) when (absent is OnnxRuntimeException or EntryPointNotFoundException)
        {
            throw new ModelFolderException("The execution provider cuda was asked for, and this build of ONNX Runtime has none: build with -p:Accelerator=cuda.", absent);
        }
    }
}
