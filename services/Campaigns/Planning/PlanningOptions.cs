using System.ComponentModel.DataAnnotations;

namespace Nights.Campaigns.Planning;

/// <summary>Section "Planning".</summary>
internal sealed class PlanningOptions
{
    public const string Section = "Planning";

    /// <summary>Paintings of one campaign that may be ordered and not yet painted. More keeps more generators busy; less makes a pause take hold sooner.</summary>
    [Range(1, 10_000)]
    public int Window { get; init; } = 256;

    /// <summary>How often the planner looks for room in the window, in seconds. Starting a campaign wakes it at once.</summary>
    [Range(0.1, 60)]
    public double PollSeconds { get; init; } = 1;
}
