using Microsoft.Extensions.Options;
using Nights.Diffusion.Models;
using Nights.Diffusion.Pipelines;
using Nights.Diffusion.Procedural;
using Nights.Generator.Models;

namespace Nights.Generator.Painting;

/// <summary>
/// The models this generator has, opened once each and shared. What is open is limited by its size: the one unused longest is closed before another is opened,
/// and its memory given back, but never one that is painting. Where those that paint are too many for the limit, it is kept again as soon as one is given back.
/// </summary>
internal sealed class ModelShelf : IDisposable
{
    private readonly GeneratorOptions options;
    private readonly ModelFetch fetch;
    private readonly Dictionary<string, OpenModel> open = [];
    private readonly Lock taking = new();
    private readonly SemaphoreSlim opening = new(1);
    private long uses;

    public ModelShelf(IOptions<GeneratorOptions> options, ModelFetch fetch) => (this.options, this.fetch) = (options.Value, fetch);

    /// <summary>The name orders call the configured model by.</summary>
    public string ConfiguredName => options.Model == ProceduralModel.Name ? ProceduralModel.Name : options.OrderedAs;

    /// <summary>Whether orders for this model can be painted here: the demo model, the configured one, and any the object store holds.</summary>
    public bool Has(string name) => name == ProceduralModel.Name || name == ConfiguredName || ModelFiles.IsName(name);

    /// <summary>The model, opened when it is not yet, and kept open until the loan is given back.</summary>
    /// <exception cref="OrderRefusedException">This generator has no such model, nor has the object store.</exception>
    /// <exception cref="ModelFolderException">The model cannot be used.</exception>
    public async Task<Loan> Borrow(string name, CancellationToken cancel)
    {
        if (Lend(name) is { } there)
            return there;
        // One is fetched and opened at a time: two could each count on the same room. Whoever wants an open one does not wait for it.
        await opening.WaitAsync(cancel);
        try
        {
            if (Lend(name) is { } meanwhile)
                return meanwhile;
            var directory = await Directory(name, cancel);
            var bytes = SizeOf(directory);
            Close(Surplus(bytes));
            var model = new OpenModel(Open(directory), bytes);
            lock (taking)
            {
                open.Add(name, model);
                return LoanOf(model);
            }
        }
        finally
        {
            opening.Release();
        }
    }

    public void Dispose()
    {
        foreach (var model in open.Values)
            model.Folder.Dispose();
        open.Clear();
        opening.Dispose();
    }

    private Loan? Lend(string name)
    {
        lock (taking)
            return open.TryGetValue(name, out var model) ? LoanOf(model) : null;
    }

    private Loan LoanOf(OpenModel model)
    {
        model.LastUse = ++uses;
        model.Loans++;
        return new Loan(model.Folder, () => Return(model));
    }

    private void Return(OpenModel model)
    {
        lock (taking)
            model.Loans--;
        Close(Surplus(wanted: 0));
    }

    /// <summary>Takes models off the shelf that must go for as many bytes more, the one unused longest first. The last one stays until another is wanted.</summary>
    private List<OpenModel> Surplus(long wanted)
    {
        var limit = (long)(options.ModelMemoryGiB * (1L << 30));
        var surplus = new List<OpenModel>();
        lock (taking)
            while (open.Values.Sum(model => model.Bytes) + wanted > limit && (wanted > 0 || open.Count > 1)
                && open.Where(entry => entry.Value.Loans == 0).OrderBy(entry => entry.Value.LastUse).Select(entry => entry.Key).FirstOrDefault() is { } unused
                && open.Remove(unused, out var model))
                surplus.Add(model);
        return surplus;
    }

    private static void Close(List<OpenModel> models) => models.ForEach(model => model.Folder.Dispose());

    private async Task<string> Directory(string name, CancellationToken cancel) =>
        name == ProceduralModel.Name ? ProceduralModel.EnsureWritten(options.Cache)
        : name == options.OrderedAs && (!ModelFiles.IsName(options.Model) || System.IO.Directory.Exists(options.Model)) ? options.Model
        : await fetch.Folder(name == options.OrderedAs ? options.Model : name, cancel) ?? throw new OrderRefusedException(
            $"The model '{name}' was ordered; generator {options.NameOrMachine} has {ProceduralModel.Name} and {ConfiguredName}, and the object store holds no model of that name "
            + "(`nights model push` puts one there).");

    private ModelFolder Open(string directory)
    {
        var model = ModelFolder.Open(directory, options.Runtime);
        try
        {
            _ = model.Hashes;  // manifests want them, and a fetched folder may go from the disk while its model is open
            return model;
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    private static long SizeOf(string directory) => System.IO.Directory.Exists(directory)
        ? new DirectoryInfo(directory).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length)
        : 0;

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
