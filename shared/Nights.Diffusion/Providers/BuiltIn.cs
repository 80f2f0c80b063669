using System.Globalization;
using Microsoft.ML.OnnxRuntime;
using Nights.Diffusion.Models;

namespace Nights.Diffusion.Providers;

/// <summary>Providers that are part of the ONNX Runtime package: those of <c>Microsoft.ML.OnnxRuntime.Gpu</c>.</summary>
internal static class BuiltIn
{
    public static void AppendCuda(SessionOptions target, RuntimeOptions options) => Asked(ExecutionProvider.Cuda, () =>
    {
        using var cuda = new OrtCUDAProviderOptions();
        cuda.UpdateOptions(CudaSettings(options));
        target.AppendExecutionProvider_CUDA(cuda);
    });

    public static void AppendTensorRt(SessionOptions target, RuntimeOptions options)
    {
        Asked(ExecutionProvider.TensorRt, () =>
        {
            using var tensorRt = new OrtTensorRTProviderOptions();
            var settings = new Dictionary<string, string> { ["device_id"] = Text(options.Device) };
            if (options.EngineCache.Length > 0)
            {
                Directory.CreateDirectory(options.EngineCache);
                (settings["trt_engine_cache_enable"], settings["trt_engine_cache_path"]) = ("1", options.EngineCache);
                (settings["trt_timing_cache_enable"], settings["trt_timing_cache_path"]) = ("1", options.EngineCache);
            }
            tensorRt.UpdateOptions(settings);
            target.AppendExecutionProvider_Tensorrt(tensorRt);
        });
        AppendCuda(target, options);
    }

    /// <summary>Settings of the CUDA provider, built in or plugged in.</summary>
    public static Dictionary<string, string> CudaSettings(RuntimeOptions options)
    {
        var settings = new Dictionary<string, string>
        {
            ["device_id"] = Text(options.Device),
            ["cudnn_conv_algo_search"] = "HEURISTIC",  // DEFAULT falls back to kernels many times slower since 1.20
            ["cudnn_conv_use_max_workspace"] = "1",
            ["use_tf32"] = options.AllowTf32 ? "1" : "0",
            ["arena_extend_strategy"] = "kSameAsRequested",  // doubling reserves far more than a model needs
        };
        if (options.DeviceMemoryGiB > 0)
            settings["gpu_mem_limit"] = Text((long)(options.DeviceMemoryGiB * (1L << 30)));
        return settings;
    }

    private static void Asked(string provider, Action append)
    {
        try
        {
            append();
        }
        catch (Exception absent) when (absent is OnnxRuntimeException or EntryPointNotFoundException or DllNotFoundException)
        {
            var there = string.Join(", ", OrtEnv.Instance().GetAvailableProviders());
            throw new ModelFolderException(
                $"The execution provider {provider} was asked for, and this ONNX Runtime ({there}) cannot give it: {absent.Message.Trim()} "
                + "Build with -p:Accelerator=cuda on a machine with CUDA and cuDNN, or name a plug-in library (ProviderLibrary).", absent);
        }
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
