namespace Nights.Diffusion.Schedulers;

/// <summary>
/// A model's <c>scheduler_config.json</c>. Null means the default of the scheduler class, which differs from class to class. A key that would
/// change the result and is not computed here is an error that names it, never ignored; one that only other classes heed is accepted.
/// </summary>
public sealed record SchedulerConfig
{
    /// <summary>The class without the prefix of the framework it was saved from, e.g. <c>DDIMScheduler</c>; another one may be put in its place.</summary>
    public required string Class { get; init; }

    /// <summary>The class the file names, which tells how the model was trained; null when not read from a file.</summary>
    public string? TrainedClass { get; init; }

    public int TrainTimesteps { get; init; } = 1000;
    public double? BetaStart { get; init; }
    public double? BetaEnd { get; init; }

    /// <summary>linear, scaled_linear, squaredcos_cap_v2; DDPM has sigmoid too.</summary>
    public string? BetaSchedule { get; init; }

    /// <summary>β of every training timestep, in place of a schedule.</summary>
    public IReadOnlyList<double>? TrainedBetas { get; init; }

    public PredictionType Prediction { get; init; } = PredictionType.Epsilon;

    /// <summary>Whether the last training timestep is made pure noise (Lin et al. 2024).</summary>
    public bool RescaleBetasZeroSnr { get; init; }

    public TimestepSpacing? Spacing { get; init; }
    public int StepsOffset { get; init; }

    public bool? ClipSample { get; init; }
    public double ClipSampleRange { get; init; } = 1;
    public bool Thresholding { get; init; }
    public double DynamicThresholdingRatio { get; init; } = 0.995;
    public double SampleMaxValue { get; init; } = 1;

    /// <summary>ᾱ beyond the last timestep: 1, or that of timestep 0.</summary>
    public bool? SetAlphaToOne { get; init; }

    public bool SkipPrkSteps { get; init; }

    /// <summary>DDPM: fixed_small, fixed_small_log, fixed_large.</summary>
    public string? VarianceType { get; init; }

    public bool UseKarrasSigmas { get; init; }
    public bool UseExponentialSigmas { get; init; }
    public bool UseBetaSigmas { get; init; }
    public bool UseLuLambdas { get; init; }
    public double? SigmaMin { get; init; }
    public double? SigmaMax { get; init; }

    /// <summary>zero or sigma_min.</summary>
    public string FinalSigmasType { get; init; } = "zero";

    /// <summary>Euler: linear or log_linear.</summary>
    public string InterpolationType { get; init; } = "linear";

    /// <summary>Euler: discrete or continuous.</summary>
    public string TimestepType { get; init; } = "discrete";

    /// <summary>DPM-Solver: dpmsolver++, dpmsolver, sde-dpmsolver++, sde-dpmsolver.</summary>
    public string? AlgorithmType { get; init; }

    public int SolverOrder { get; init; } = 2;

    /// <summary>DPM-Solver: midpoint, heun; UniPC: bh1, bh2. One of the other's means the class's own default, as in diffusers.</summary>
    public string? SolverType { get; init; }

    public bool LowerOrderFinal { get; init; } = true;
    public bool EulerAtFinal { get; init; }

    /// <summary>DPM-Solver: the schedule begins no noisier than this λ; null for no limit.</summary>
    public double? LambdaMinClipped { get; init; }

    /// <summary>UniPC: whether the integral is of clean latents, not of noise.</summary>
    public bool PredictX0 { get; init; } = true;

    /// <summary>UniPC: steps after which the corrector does not run.</summary>
    public IReadOnlyList<int> DisableCorrector { get; init; } = [];

    /// <summary>UniPC and DPM-Solver over flow matching, which is not computed.</summary>
    public bool UseFlowSigmas { get; init; }

    public int OriginalInferenceSteps { get; init; } = 50;
    public double TimestepScaling { get; init; } = 10;

    public double Shift { get; init; } = 1;
    public bool UseDynamicShifting { get; init; }
    public double BaseShift { get; init; } = 0.5;
    public double MaxShift { get; init; } = 1.15;
    public int BaseImageSeqLen { get; init; } = 256;
    public int MaxImageSeqLen { get; init; } = 4096;

    /// <summary>exponential or linear.</summary>
    public string TimeShiftType { get; init; } = "exponential";

    public double? ShiftTerminal { get; init; }
    public bool StochasticSampling { get; init; }
    public bool InvertSigmas { get; init; }

    /// <exception cref="SchedulerConfigException">Not an object, no class, a value of the wrong kind, or a key that is not known.</exception>
    public static SchedulerConfig Parse(string json) => SchedulerConfigFile.Read(json);
}
