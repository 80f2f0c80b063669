using Microsoft.Extensions.Options;
using Nights.Diffusion.Models;
using Nights.Diffusion.Pipelines;
using Nights.Diffusion.Procedural;
using Nights.Generator.Models;

namespace Nights.Generator.Painting;

/// <summary>
/// The models this generator has, opened once each and shared. What is open is limited by its size: the one unused longest is closed before another is opened,
/// and its memory given back, but never one that is painting.
/// </summary>
internal sealed class ModelShelf : IDisposable
{
    private readonly GeneratorOptions options;
    private readonly ModelFetch fetch;
    private readonly Dictionary<string, OpenModel> open = [];
    private readonly SemaphoreSlim changing = new(1);
    private long uses;

    public ModelShelf(IOptions<GeneratorOptions> options, ModelFetch fetch) => (this.options, this.fetch) = (options.Value, fetch);

    /// <summary>The name orders call the configured model by.</summary>
    public string ConfiguredName => options.Model == ProceduralModel.Name ? ProceduralModel.Name : options.OrderedAs;

    /// <summary>Whether orders for this model can be painted here: the demo model, the configured one, and any the object store holds.</summary>
    public bool Has(string name) => name == ProceduralModel.Name || name == ConfiguredName || ModelFetch.IsName(name);

    /// <summary>The model, opened when it is not yet, and kept open until the loan is given back.</summary>
    /// <exception cref="OrderRefusedException">This generator has no such model, nor has the object store.</exception>
    /// <exception cref="ModelFolderException">The model cannot be used.</exception>
    public async Task<Loan> Borrow(string name, CancellationToken cancel)
    {
        await changing.WaitAsync(cancel);
        try
        {
            if (!open.TryGetValue(name, out var model))
            {
                var directory = await Directory(name, cancel);
                MakeRoom(SizeOf(directory));
                open[name] = model = new OpenModel(Open(directory), SizeOf(directory));
            }
            model.LastUse = ++uses;
            model.Loans++;
            return new Loan(model.Folder, () => Return(model));
        }
        finally
        {
            changing.Release();
        }
    }

    public void Dispose()
    {
        foreach (var model in open.Values)
            model.Folder.Dispose();
        open.Clear();
        changing.Dispose();
    }

    private async Task<string> Directory(string name, CancellationToken cancel) =>
        name == ProceduralModel.Name ? ProceduralModel.EnsureWritten(options.Cache)
        : name == options.OrderedAs && (!ModelFetch.IsName(options.Model) || System.IO.Directory.Exists(options.Model)) ? options.Model
        : await fetch.Folder(name == options.OrderedAs ? options.Model : name, cancel) ?? throw new OrderRefusedException(
            $"The model '{name}' was ordered; generator {options.NameOrMachine} has {ProceduralModel.Name} and {ConfiguredName}, and the object store holds no model of that name "
            + "(`nights model push` puts one there).");

    private ModelFolder Open(string directory) => ModelFolder.Open(directory, new RuntimeOptions
    {
        Provider = options.Provider,
        ProviderLibrary = options.ProviderLibrary,
        Device = options.Device,
        DeviceMemoryGiB = options.DeviceMemoryGiB,
        EngineCache = Path.Combine(options.Cache, "engines"),
        Threads = options.ThreadsPerBatch,
    });

    private void MakeRoom(long wanted)
    {
        var limit = (long)(options.ModelMemoryGiB * (1L << 30));
        while (open.Values.Sum(model => model.Bytes) + wanted > limit && open.Where(entry => entry.Value.Loans == 0).MinBy(entry => entry.Value.LastUse) is { Key: { } unused })
        {
            open[unused].Folder.Dispose();
            open.Remove(unused);
        }
    }

    private static long SizeOf(string directory) => new DirectoryInfo(directory).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length);

    private void Return(OpenModel model)
    {
        changing.Wait();
        model.Loans--;
        changing.Release();
    }

    private sealed class OpenModel(ModelFolder folder, long bytes)
    {
        public ModelFolder Folder { get; } = folder;
        public long Bytes { get; } = bytes;
        public int Loans { get; set; }
        public long LastUse { get; set; }
    }

    /// <summary>The right to use a model until disposal.</summary>
    public sealed class Loan(ModelFolder model, Action giveBack) : IDisposable
    {
        private Action? giveBack = giveBack;

        public ModelFolder Model { get; } = model;

        public void Dispose() => Interlocked.Exchange(ref giveBack, null)?.Invoke();
    }
}
