using System.ComponentModel.DataAnnotations;
using Nights.DreamSim.Native;

namespace Nights.Trainer;

/// <summary>Section "Trainer". How this process claims and runs trainings.</summary>
internal sealed class TrainerOptions
{
    public const string Section = "Trainer";

    /// <summary>How operators see this process. Default: machine and process id.</summary>
    [MaxLength(100)]
    public string Name { get; init; } = $"{Environment.MachineName}-{Environment.ProcessId}";

    /// <summary>How often the queue is looked at when nobody rings. Default 5 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "01:00:00")]
    public TimeSpan PollEvery { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a claim holds without a heartbeat. Default 30 s: so long a killed trainer's run waits.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan LeaseFor { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Default 4 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:10:00")]
    public TimeSpan HeartbeatEvery { get; init; } = TimeSpan.FromSeconds(4);

    /// <summary>A run that was claimed so often without an end has failed. Default 10.</summary>
    [Range(1, 1000)]
    public int MaxAttempts { get; init; } = 10;

    /// <summary>Folder for snapshots and models under way, one below it for each run. Default: below the temporary files.</summary>
    public string Scratch { get; init; } = Path.Combine(Path.GetTempPath(), "nights-trainer");

    /// <summary>auto, cpu or cuda.</summary>
    [RegularExpression("auto|cpu|cuda")]
    public string Device { get; init; } = "auto";

    /// <summary>Threads of libtorch; 0 (default) is one for each core.</summary>
    [Range(0, 1024)]
    public int Threads { get; init; }

    /// <summary>float32 (default), tf32, or bfloat16 for configurations that leave the backbones frozen.</summary>
    [EnumDataType(typeof(Precision))]
    public Precision Precision { get; init; }

    /// <summary>
    /// Whether a model that learnt from triplets is registered with a report of where it agrees with people (report.html). Default true; it embeds the held-out
    /// pictures five more times.
    /// </summary>
    public bool Report { get; init; } = true;

    /// <summary>Folder for figures of each run for TensorBoard, one below it for each run. Default: none are written.</summary>
    public string? Events { get; init; }

    public ComputeOptions Compute => new() { Device = Device, Threads = Threads, Precision = Precision };
}
