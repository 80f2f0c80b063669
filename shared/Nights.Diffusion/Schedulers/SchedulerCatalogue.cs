namespace Nights.Diffusion.Schedulers;

/// <summary>The schedulers this library computes, by the class names of <c>scheduler_config.json</c>. A new one is one line here.</summary>
public static class SchedulerCatalogue
{
    internal const string Ddim = "DDIMScheduler";
    internal const string Ddpm = "DDPMScheduler";
    internal const string Euler = "EulerDiscreteScheduler";
    internal const string EulerAncestral = "EulerAncestralDiscreteScheduler";
    internal const string Pndm = "PNDMScheduler";
    internal const string DpmSolver = "DPMSolverMultistepScheduler";
    internal const string UniPc = "UniPCMultistepScheduler";
    internal const string Lcm = "LCMScheduler";
    internal const string FlowMatchEuler = "FlowMatchEulerDiscreteScheduler";

    private static readonly Dictionary<string, Func<SchedulerConfig, SchedulerRun, IScheduler>> ByClass = new(StringComparer.OrdinalIgnoreCase)
    {
        [Ddim] = (config, run) => new DdimScheduler(config, run),
        [Ddpm] = (config, run) => new DdpmScheduler(config, run),
        [Euler] = (config, run) => new EulerScheduler(config, run),
        [EulerAncestral] = (config, run) => new EulerAncestralScheduler(config, run),
        [Pndm] = (config, run) => new PndmScheduler(config, run),
        [DpmSolver] = (config, run) => new DpmSolverScheduler(config, run),
        [UniPc] = (config, run) => new UniPcScheduler(config, run),
        [Lcm] = (config, run) => new LcmScheduler(config, run),
        [FlowMatchEuler] = (config, run) => new FlowMatchEulerScheduler(config, run),
    };

    private static readonly Dictionary<string, string> Aliases = new(StringComparer.OrdinalIgnoreCase)
    {
        ["ddim"] = Ddim,
        ["ddpm"] = Ddpm,
        ["euler"] = Euler,
        ["euler-a"] = EulerAncestral,
        ["pndm"] = Pndm,
        ["dpm++"] = DpmSolver,
        ["dpmpp"] = DpmSolver,
        ["unipc"] = UniPc,
        ["lcm"] = Lcm,
        ["flow-euler"] = FlowMatchEuler,
    };

    /// <summary>Short names people type.</summary>
    public static IReadOnlyCollection<string> Names => Aliases.Keys;

    /// <summary>The full class name of a class or short name.</summary>
    /// <exception cref="SchedulerConfigException">No such scheduler; the message lists those there are.</exception>
    public static string ClassOf(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var wanted = Aliases.GetValueOrDefault(name, name);
        return ByClass.Keys.FirstOrDefault(known => known.Equals(wanted, StringComparison.OrdinalIgnoreCase))
            ?? throw new SchedulerConfigException(
                $"The scheduler '{name}' is not known; {string.Join(", ", Names)} are, or by class {string.Join(", ", ByClass.Keys)}.");
    }

    /// <summary>A scheduler for one run.</summary>
    /// <exception cref="SchedulerConfigException">The configuration asks for what is not computed here, or its class cannot lead its model.</exception>
    /// <exception cref="SchedulerRunException">The run asks for what the schedule does not have; the message says what it has.</exception>
    public static IScheduler Create(SchedulerConfig config, SchedulerRun run)
    {
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(run);
        var chosen = ClassOf(config.Class);
        RequireSameKind(config.TrainedClass, chosen);
        run.RequireFor(chosen);
        return ByClass[chosen](config with { Class = chosen }, run);
    }

    /// <summary>Makes sure that a configuration can be followed, whatever the run.</summary>
    /// <exception cref="SchedulerConfigException">The configuration asks for what is not computed here.</exception>
    public static void Require(SchedulerConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        Create(config, new SchedulerRun { Steps = Math.Clamp(config.TrainTimesteps / 2, 1, 4), LatentArea = 64 * 64 });
    }

    /// <summary>A network trained for flow matching predicts what no other class expects, and the other way round.</summary>
    private static void RequireSameKind(string? trained, string chosen)
    {
        if (trained is not null && IsFlow(trained) != IsFlow(chosen))
            throw new SchedulerConfigException(
                $"{chosen} cannot lead a model of {trained}: {(IsFlow(trained) ? "it was trained for flow matching" : "it was not trained for flow matching")}.");
    }

    private static bool IsFlow(string scheduler) => scheduler.StartsWith("FlowMatch", StringComparison.OrdinalIgnoreCase);
}
