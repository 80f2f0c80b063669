namespace Nights.Diffusion.Schedulers;

/// <summary>A run that its schedule does not have; the message says what it has.</summary>
public sealed class SchedulerRunException(string message) : ArgumentOutOfRangeException(null, message);
