using Microsoft.ML.OnnxRuntime;
using Nights.Diffusion.Models;

namespace Nights.Diffusion.Providers;

/// <summary>
/// CUDA from a provider library that is loaded at run time beside the CPU build of ONNX Runtime (its plug-in interface, since 1.22). A library is registered
/// once a process; the runtime keeps it.
/// </summary>
internal sealed class PluginLibrary
{
    private const string RegisteredAs = "NightsCudaPlugin";
    private static readonly Lock Registering = new();
    private static string? registered;

    private readonly OrtEpDevice device;
    private readonly RuntimeOptions options;

    private PluginLibrary(OrtEpDevice device, RuntimeOptions options) => (this.device, this.options) = (device, options);

    /// <exception cref="ModelFolderException">The file is missing, is no provider library, or finds no device.</exception>
    public static PluginLibrary Load(RuntimeOptions options)
    {
        var path = Path.GetFullPath(options.ProviderLibrary);
        if (!File.Exists(path))
            throw new ModelFolderException($"The provider library '{path}' does not exist; give the path of libonnxruntime_providers_cuda_plugin.so.");
        Register(path);
        var devices = OrtEnv.Instance().GetEpDevices().Where(device => IsCuda(device.EpName)).ToList();
        return options.Device >= 0 && options.Device < devices.Count ? new PluginLibrary(devices[options.Device], options) : throw new ModelFolderException(
            $"The provider library '{path}' loads and finds {devices.Count} CUDA devices; device {options.Device} was asked for. Check the driver with nvidia-smi.");
    }

    public void AppendTo(SessionOptions target)
    {
        var settings = BuiltIn.CudaSettings(options);
        settings.Remove("device_id");  // the device itself was chosen
        try
        {
            target.AppendExecutionProvider(OrtEnv.Instance(), [device], settings);
        }
        catch (OnnxRuntimeException refused)
        {
            throw new ModelFolderException($"The provider library '{options.ProviderLibrary}' refuses to run: {refused.Message}", refused);
        }
    }

    private static bool IsCuda(string provider) => provider.Contains("CUDA", StringComparison.OrdinalIgnoreCase);

    private static void Register(string path)
    {
        lock (Registering)
        {
            if (registered == path)
                return;
            if (registered is not null)
                throw new ModelFolderException($"The provider library '{registered}' is loaded in this process; '{path}' cannot be loaded besides. Start another process.");
            try
            {
                OrtEnv.Instance().RegisterExecutionProviderLibrary(RegisteredAs, path);
                registered = path;
            }
            catch (OnnxRuntimeException refused)
            {
                throw new ModelFolderException(
                    $"'{path}' is no provider library that ONNX Runtime {RuntimeOptions.RuntimeVersion} can load: {refused.Message}", refused);
            }
        }
    }
}
