using System.CommandLine;
using Nights.Diffusion.Models;
using Nights.Diffusion.Providers;

namespace Nights.Local.Commands;

/// <summary>How ONNX Runtime is to execute graphs, as options of a command.</summary>
internal sealed class RuntimeChoice
{
    private readonly Option<string> provider = new("--provider")
    {
        Description = $"ONNX Runtime's execution provider: {string.Join(", ", ExecutionProvider.Names)}.",
        HelpName = "NAME",
        DefaultValueFactory = _ => ExecutionProvider.Cpu,
    };
    private readonly Option<string> library = new("--provider-library") { Description = "Plug-in library that brings cuda.", HelpName = "FILE", DefaultValueFactory = _ => "" };
    private readonly Option<bool> tf32 = new("--tf32") { Description = "Lets an NVIDIA GPU multiply float32 numbers with 10 bits of mantissa: faster, and no longer the processor's picture." };
    private readonly Option<int> threads = CommonOptions.Number("--threads", Environment.ProcessorCount, 1, 256, "Threads of one model call.");

    public IEnumerable<Option> All => [provider, library, tf32, threads];

    public RuntimeOptions Of(ParseResult parsed) => new()
    {
        Provider = parsed.GetRequiredValue(provider),
        ProviderLibrary = parsed.GetRequiredValue(library),
        AllowTf32 = parsed.GetValue(tf32),
        Threads = parsed.GetValue(threads),
    };
}
