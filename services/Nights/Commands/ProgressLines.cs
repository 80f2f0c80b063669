using System.Globalization;
using Nights.Local.Simulation;

namespace Nights.Local.Commands;

/// <summary>Tells how far a fleet is, a line now and then.</summary>
internal sealed class ProgressLines(TimeSpan every, TimeProvider clock) : IProgress<FleetProgress>
{
    private long told = clock.GetTimestamp();

    public void Report(FleetProgress value)
    {
        if (clock.GetElapsedTime(told) < every) return;
        told = clock.GetTimestamp();
        Terminal.Line(string.Create(CultureInfo.InvariantCulture,
            $"{value.Acknowledged} answers, {value.PerSecond:0} a second; {value.Active} participants at work, {value.Ended} gone home"));
    }
}
