namespace Nights.Tests.Diffusion.Pipelines;

/// <summary>Progress that remembers, and may do something about it.</summary>
internal sealed class Reported(Action<int>? then = null) : IProgress<int>
{
    public List<int> Values { get; } = [];

    public void Report(int value)
    {
        Values.Add(value);
        then?.Invoke(value);
    }
}
