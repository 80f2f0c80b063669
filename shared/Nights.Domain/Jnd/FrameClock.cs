namespace Nights.Domain.Jnd;

/// <summary>Time as a screen has it: whole frames.</summary>
/// <param name="RefreshHz">Frames a second as the page measured them, 20 to 500.</param>
public readonly record struct FrameClock(double RefreshHz)
{
    public const double SlowestHz = 20;
    public const double FastestHz = 500;

    /// <summary>Frames off the plan above which a trial does not count.</summary>
    public const double Tolerance = 1.5;

    public double FrameMs => 1000 / RefreshHz;

    public bool IsPlausible => RefreshHz is >= SlowestHz and <= FastestHz;

    /// <summary>Frames for which something planned for so long is shown: the nearest number, at least one.</summary>
    public int Frames(int plannedMs) => Math.Max(1, (int)Math.Round(plannedMs / FrameMs, MidpointRounding.AwayFromZero));

    /// <summary>How far a measured duration is off, in frames of this screen.</summary>
    public double FramesOff(int plannedMs, double measuredMs) => Math.Abs(measuredMs - plannedMs) / FrameMs;
}
