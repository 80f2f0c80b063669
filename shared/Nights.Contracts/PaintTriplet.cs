namespace Nights.Contracts;

/// <summary>
/// Asks any generator for one painting: three pictures of one prompt, from three seeds.
/// The order alone decides every pixel; handling it twice stores the same bytes once.
/// </summary>
public sealed record PaintTriplet
{
    /// <summary>The painting ordered, and the key under which a repeat is recognised.</summary>
    public required Guid PaintingId { get; init; }

    public required Guid CampaignId { get; init; }

    /// <summary>Name of the model: "procedural", a folder or bucket prefix of a Stable Diffusion ONNX export, or "images:NAME" for a service.</summary>
    public required string Model { get; init; }

    /// <summary>The whole prompt, e.g. "An image of a otter".</summary>
    public required string Prompt { get; init; }

    public string NegativePrompt { get; init; } = "";

    /// <summary>Three seeds in [0, 2³²): pictures 0, 1 and 2.</summary>
    public required IReadOnlyList<long> Seeds { get; init; }

    /// <summary>Edge lengths in pixels; multiples of 8 (of 32 for the procedural model).</summary>
    public required int Width { get; init; }

    public required int Height { get; init; }

    public required int Steps { get; init; }

    /// <summary>Classifier-free guidance scale; 1 and below turn it off.</summary>
    public required double Guidance { get; init; }

    /// <summary>Scheduler class to use in place of the model's own, or null.</summary>
    public string? Scheduler { get; init; }

    /// <summary>
    /// Empty where only the seeds differ, as in NIGHTS. Else one list a picture: empty for picture 0, and for pictures 1 and 2 what is changed about
    /// picture 0; their own seeds are then not used.
    /// </summary>
    public IReadOnlyList<IReadOnlyList<PictureVariation>> Variations { get; init; } = [];

    /// <summary>Whose random numbers the noise follows: torch-cpu, torch-cuda or numpy.</summary>
    public string NoiseSource { get; init; } = "torch-cpu";

    /// <summary>How far a guided prediction's contrast is brought back to the unguided one's, 0 to 1.</summary>
    public double GuidanceRescale { get; init; }

    /// <summary>required, optional or off: whether a model without a safety checker is refused, whether one that has it is asked.</summary>
    public string Safety { get; init; } = "optional";

    /// <summary>Most candidates painted for a picture after the first was screened out, 0 to 20.</summary>
    public int Redraws { get; init; } = 4;

    /// <summary>0; each time the campaign finds the painting too like an earlier one it orders it again with the next, which changes every derived seed.</summary>
    public int Attempt { get; init; }
}
