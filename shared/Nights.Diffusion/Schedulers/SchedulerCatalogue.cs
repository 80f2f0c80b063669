namespace Nights.Diffusion.Schedulers;

/// <summary>The schedulers this library computes, by the class names of <c>scheduler_config.json</c>. A new one is one line here.</summary>
public static class SchedulerCatalogue
{
    private static readonly Dictionary<string, Func<SchedulerConfig, int, IScheduler>> ByClass = new(StringComparer.OrdinalIgnoreCase)
    {
        ["DDIMScheduler"] = (config, steps) => new DdimScheduler(config, steps),
        ["EulerDiscreteScheduler"] = (config, steps) => new EulerScheduler(config, steps),
        ["PNDMScheduler"] = (config, steps) => new PndmScheduler(config, steps),
    };

    /// <summary>Short names people type.</summary>
    private static readonly Dictionary<string, string> Aliases = new(StringComparer.OrdinalIgnoreCase)
    {
        ["ddim"] = "DDIMScheduler",
        ["euler"] = "EulerDiscreteScheduler",
        ["pndm"] = "PNDMScheduler",
    };

    /// <summary>The full class name of a class or short name.</summary>
    /// <exception cref="SchedulerConfigException">No such scheduler; the message lists those there are.</exception>
    public static string ClassOf(string name)
    {
        var wanted = Aliases.GetValueOrDefault(name, name);
        return ByClass.Keys.FirstOrDefault(known => known.Equals(wanted, StringComparison.OrdinalIgnoreCase))
            ?? throw new SchedulerConfigException($"The scheduler '{name}' is not known; {string.Join(", ", ByClass.Keys)} are.");
    }

    /// <summary>A scheduler for one run.</summary>
    /// <exception cref="SchedulerConfigException">The configuration asks for what is not computed here.</exception>
    public static IScheduler Create(SchedulerConfig config, int steps)
    {
        ArgumentNullException.ThrowIfNull(config);
        return ByClass[ClassOf(config.Class)](config, steps);
    }
}
