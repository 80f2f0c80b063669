namespace Nights.Domain.Campaigns;

/// <summary>How many paintings there are and how they are painted. A painting is three pictures of one prompt from three seeds.</summary>
public sealed record PaintingSpec
{
    /// <summary>Number of paintings, 1 to 1 000 000.</summary>
    public int Count { get; init; } = 100;

    /// <summary>How many triplets one painting serves.</summary>
    public TripletRoles Roles { get; init; } = TripletRoles.Nights;

    /// <summary>"procedural", or the folder or bucket prefix of a Stable Diffusion ONNX export.</summary>
    public string Model { get; init; } = "procedural";

    /// <summary>Edge length of the square pictures in pixels, 64 to 2048, a multiple of 32.</summary>
    public int Size { get; init; } = 256;

    /// <summary>Denoising steps, 1 to 200.</summary>
    public int Steps { get; init; } = 8;

    /// <summary>Classifier-free guidance, 0 to 30; 1 and below turn it off.</summary>
    public double Guidance { get; init; } = 1;

    public string NegativePrompt { get; init; } = "";

    /// <summary>Scheduler class in place of the model's own, or null.</summary>
    public string? Scheduler { get; init; }
}
