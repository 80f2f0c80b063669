using System.ComponentModel.DataAnnotations;

namespace Nights.Campaigns.Channels;

/// <summary>Section "Channels": what all channels share.</summary>
internal sealed class ChannelOptions
{
    public const string Section = "Channels";

    /// <summary>How often it is looked whether there is a call to make or a notification to act on, in seconds.</summary>
    [Range(0.05, 3600)]
    public double PollSeconds { get; set; } = 2;

    /// <summary>How often a marketplace is asked for all submissions of a study that is not settled, in seconds.</summary>
    [Range(1, 86_400)]
    public double ReconcileSeconds { get; set; } = 300;

    /// <summary>After how long a process that makes a call is taken for dead, in seconds; longer than all the questions of one call together.</summary>
    [Range(1, 86_400)]
    public double CallLeaseSeconds { get; set; } = 600;

    /// <summary>First pause before a failed call is made again, in seconds; it doubles up to five minutes.</summary>
    [Range(0.01, 300)]
    public double RetrySeconds { get; set; } = 2;

    /// <summary>Whether finished work of people who are who they said is approved by rule. Else every approval is a person's.</summary>
    public bool ApproveByRule { get; set; } = true;

    /// <summary>The least measured pay, in minor units per hour, below which a top-up is proposed; the campaign's own promise counts too. 0 leaves the promise alone.</summary>
    [Range(0, 1_000_000)]
    public long MinimumHourlyMinor { get; set; } = 800;
}
