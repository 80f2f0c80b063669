namespace Nights.Diffusion.Schedulers;

/// <summary>A scheduler configuration that would change the result in a way this library does not compute.</summary>
public sealed class SchedulerConfigException(string message) : Exception(message);
