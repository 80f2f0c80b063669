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

    /// <summary>Name of the model: "procedural", or a folder or bucket prefix of a Stable Diffusion ONNX export.</summary>
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
}
