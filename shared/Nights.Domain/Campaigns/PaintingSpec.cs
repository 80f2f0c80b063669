namespace Nights.Domain.Campaigns;

/// <summary>How many paintings there are and how they are painted. A painting is three pictures of one prompt.</summary>
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

    /// <summary>How pictures 1 and 2 differ from picture 0; null as in NIGHTS: by their seeds.</summary>
    public VariationSpec? Variations { get; init; }

    public PictureSafety Safety { get; init; } = PictureSafety.Optional;

    /// <summary>One of <see cref="NoiseNames.Names"/>.</summary>
    public string Noise { get; init; } = NoiseNames.TorchCpu;

    /// <summary>How far the contrast of a guided prediction is brought back to the unguided one's, 0 to 1.</summary>
    public double GuidanceRescale { get; init; }

    /// <summary>
    /// 0 to 20: most candidates painted for a picture after the first was screened out, and most times a painting is painted again because it
    /// repeats an earlier one of the campaign.
    /// </summary>
    public int Redraws { get; init; } = 4;

    /// <summary>Price of one picture of a paid service, 0 to 100 000 minor units; 0 where pictures are painted by ourselves.</summary>
    public int PricePerImageMinor { get; init; }
}
