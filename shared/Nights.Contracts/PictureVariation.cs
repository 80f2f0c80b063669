namespace Nights.Contracts;

/// <summary>One change that makes a picture a variation of the painting's picture 0. Names are those of the campaign spec.</summary>
public sealed record PictureVariation
{
    /// <summary>colour, texture, layout, pose or content.</summary>
    public required string Dimension { get; init; }

    /// <summary>noiseSlerp, lowBandSwap, highBandSwap, imageToImage, lateSwitch, promptBlend or labShift.</summary>
    public required string Operator { get; init; }

    /// <summary>In [0, 1]; 0 changes nothing.</summary>
    public required double Level { get; init; }

    /// <summary>The other seed, in [0, 2³²).</summary>
    public required long Seed { get; init; }

    /// <summary>The other prompt, for operators that follow one.</summary>
    public string? Prompt { get; init; }
}
