using Microsoft.Extensions.Options;
using Nights.Diffusion.Models;
using Nights.Diffusion.Pipelines;
using Nights.Diffusion.Procedural;

namespace Nights.Generator.Painting;

/// <summary>The models this generator has, opened once each and shared.</summary>
internal sealed class ModelShelf : IDisposable
{
    private readonly GeneratorOptions options;
    private readonly Dictionary<string, Lazy<ModelFolder>> models = [];

    public ModelShelf(IOptions<GeneratorOptions> options)
    {
        this.options = options.Value;
        Add(ProceduralModel.Name, () => ProceduralModel.EnsureWritten(this.options.Cache));
        if (this.options.Model != ProceduralModel.Name)
            Add(this.options.OrderedAs, () => this.options.Model);
    }

    /// <summary>The model the options name, opened: what is wrong with it shows at start-up.</summary>
    public ModelFolder Configured => models[options.Model == ProceduralModel.Name ? ProceduralModel.Name : options.OrderedAs].Value;

    /// <exception cref="OrderRefusedException">This generator has no such model.</exception>
    public ModelFolder Get(string name) => models.TryGetValue(name, out var model)
        ? model.Value
        : throw new OrderRefusedException($"The model '{name}' was ordered; generator {options.NameOrMachine} has {string.Join(" and ", models.Keys)}.");

    public void Dispose()
    {
        foreach (var model in models.Values.Where(model => model.IsValueCreated))
            model.Value.Dispose();
    }

    private void Add(string name, Func<string> directory) => models[name] = new Lazy<ModelFolder>(() =>
        ModelFolder.Open(directory(), new RuntimeOptions { Provider = options.Provider, Threads = options.ThreadsPerBatch }));
}
