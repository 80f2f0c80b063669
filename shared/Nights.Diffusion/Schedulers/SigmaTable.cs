namespace Nights.Diffusion.Schedulers;

/// <summary>σ of every training timestep, rising, and the way back.</summary>
internal sealed class SigmaTable
{
    private readonly double[] sigmas;
    private readonly float[] logarithms;

    public SigmaTable(NoiseSchedule schedule)
    {
        sigmas = [.. Enumerable.Range(0, schedule.Alphas.Length).Select(schedule.Sigma)];
        logarithms = [.. sigmas.Select(sigma => (float)Math.Log(sigma))];
    }

    public double Least => sigmas[0];

    public double Largest => sigmas[^1];

    /// <summary>σ at a timestep, linear between the whole ones.</summary>
    public double At(double timestep)
    {
        if (sigmas.Length == 1)
            return sigmas[0];
        var below = Math.Min((int)timestep, sigmas.Length - 2);
        return sigmas[below] + (sigmas[below + 1] - sigmas[below]) * (timestep - below);
    }

    /// <summary>The timestep of a σ, by interpolation of its logarithm; an end of the table beyond it.</summary>
    public double TimestepOf(double sigma)
    {
        if (sigmas.Length == 1)
            return 0;
        var logarithm = Math.Log(Math.Max(sigma, 1e-10));
        var below = Math.Clamp(Array.FindLastIndex(logarithms, entry => entry <= logarithm), 0, sigmas.Length - 2);
        var (low, high) = ((double)logarithms[below], (double)logarithms[below + 1]);
        return below + Math.Clamp((logarithm - low) / (high - low), 0, 1);
    }
}
