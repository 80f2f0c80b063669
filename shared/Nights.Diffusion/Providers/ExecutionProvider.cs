using Microsoft.ML.OnnxRuntime;
using Nights.Diffusion.Models;

namespace Nights.Diffusion.Providers;

/// <summary>What executes the graphs, found once and said by name. A provider that was asked for and is not there is an error, never another one in its place.</summary>
public sealed class ExecutionProvider
{
    public const string Cpu = "cpu";
    public const string Cuda = "cuda";
    public const string TensorRt = "tensorrt";
    public const string Auto = "auto";

    private readonly Action<SessionOptions> append;

    private ExecutionProvider(string name, string reason, Action<SessionOptions> append) => (Name, Reason, this.append) = (name, reason, append);

    /// <summary>cpu, cuda or tensorrt: what manifests record.</summary>
    public string Name { get; }

    /// <summary>Why this one, for the log.</summary>
    public string Reason { get; }

    /// <summary>The names that can be asked for.</summary>
    public static IReadOnlyList<string> Names { get; } = [Auto, Cpu, Cuda, TensorRt];

    /// <summary>The provider the options ask for, tried out: its libraries load and its device answers.</summary>
    /// <exception cref="ModelFolderException">It is not known, not there, or not usable; the message says what to install or set.</exception>
    public static ExecutionProvider Find(RuntimeOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options.Provider switch
        {
            Cpu => Processor("asked for"),
            Cuda => CudaOf(options),
            TensorRt => TensorRtOf(options),
            Auto => Best(options),
            _ => throw new ModelFolderException($"The execution provider '{options.Provider}' is not known; {string.Join(", ", Names)} are."),
        };
    }

    internal void AppendTo(SessionOptions options) => append(options);

    private static ExecutionProvider Processor(string reason) => new(Cpu, reason, _ => { });

    /// <summary>TensorRT is left to those who ask for it: it builds an engine for minutes at every new shape.</summary>
    private static ExecutionProvider Best(RuntimeOptions options)
    {
        try
        {
            return CudaOf(options);
        }
        catch (ModelFolderException absent) when (options.ProviderLibrary.Length == 0)
        {
            return Processor($"auto: cuda is not to be had ({absent.Message})");
        }
    }

    private static ExecutionProvider CudaOf(RuntimeOptions options) => options.ProviderLibrary.Length > 0
        ? Tried(new ExecutionProvider(Cuda, $"plug-in {options.ProviderLibrary}", PluginLibrary.Load(options).AppendTo), options)
        : Tried(new ExecutionProvider(Cuda, "built into this ONNX Runtime", target => BuiltIn.AppendCuda(target, options)), options);

    private static ExecutionProvider TensorRtOf(RuntimeOptions options) =>
        Tried(new ExecutionProvider(TensorRt, "built into this ONNX Runtime, cuda for what it leaves", target => BuiltIn.AppendTensorRt(target, options)), options);

    private static ExecutionProvider Tried(ExecutionProvider provider, RuntimeOptions options)
    {
        using var trial = options.ToSessionOptions(provider);
        return provider;
    }
}
