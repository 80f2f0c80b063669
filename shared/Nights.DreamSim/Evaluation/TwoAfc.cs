namespace Nights.DreamSim.Evaluation;

/// <summary>Agreement of a metric with participants on two-alternative forced choices.</summary>
public static class TwoAfc
{
    /// <summary>
    /// The share of votes for the picture that the metric finds closer; one half when it finds both as close.
    /// </summary>
    /// <remarks>Source: ssundaram21/dreamsim (db4d16c), evaluation; its training loop counts a tie as left, its evaluation as a half.</remarks>
    /// <param name="left">Distance of the left picture to the reference.</param>
    /// <param name="right">Distance of the right picture to the reference.</param>
    /// <param name="rightShare">Share of votes for the right picture, in [0, 1].</param>
    public static double Score(double left, double right, double rightShare) =>
        left < right ? 1 - rightShare : right < left ? rightShare : 0.5;
}
