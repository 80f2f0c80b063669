namespace Nights.Diffusion.Schedulers;

/// <summary>The latest outputs of a multistep method. The oldest one's memory becomes the newest one's.</summary>
internal sealed class History(int length)
{
    private readonly Kept[] ring = [.. Enumerable.Range(0, length).Select(_ => new Kept())];
    private int newest = -1;

    /// <summary>Outputs held, at most the length.</summary>
    public int Count { get; private set; }

    /// <summary>The output this many calls ago; 0 is the newest.</summary>
    public ReadOnlySpan<float> this[int ago] => ring[(newest - ago + 2 * ring.Length) % ring.Length].Values;

    /// <summary>Makes room for a new output, to be written by the caller.</summary>
    public Span<float> Push(int values)
    {
        newest = (newest + 1) % ring.Length;
        Count = Math.Min(Count + 1, ring.Length);
        return ring[newest].Of(values);
    }
}
