namespace Nights.Domain.Jnd;

/// <summary>What stands where a picture was.</summary>
public enum JndMask
{
    /// <summary>The grey of the surround.</summary>
    Blank = 0,

    /// <summary>A tile of grey noise, the same in every trial; it ends the after-image sooner.</summary>
    Noise = 1,
}
