using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Nights.Domain.Perturbations;

namespace Nights.Diffusion.Manifests;

/// <summary>
/// Everything that decided one picture's pixels, and the hash of what came out: enough to paint it again, byte for byte, on the same provider and
/// version of ONNX Runtime. Written as JSON whose bytes follow from its content, so that it can be content-addressed.
/// </summary>
public sealed record ImageManifest
{
    /// <summary>Version of this layout: 2; 1 had neither perturbations nor a start, and is still read.</summary>
    public int Version { get; init; } = Latest;

    /// <summary>SHA-256 of every model file that decides pixels, by path inside the folder, in ordinal order.</summary>
    public required IReadOnlyDictionary<string, string> ModelFiles { get; init; }

    /// <summary>Scheduler class that led the run; the rest of its configuration is in the model files.</summary>
    public required string Scheduler { get; init; }

    /// <summary>The scheduler's configuration as it was understood, defaults filled in.</summary>
    public required Schedulers.SchedulerConfig SchedulerConfig { get; init; }

    public required int Steps { get; init; }

    public required double Guidance { get; init; }

    public double GuidanceRescale { get; init; }

    /// <summary>Whether guidance took two model calls; the mathematics is the same, the last bits of a GPU may not be.</summary>
    public bool SplitGuidance { get; init; }

    /// <summary>Fresh noise of DDIM's steps; null for the scheduler's default.</summary>
    public double? Eta { get; init; }

    /// <summary>Where the noise came from, e.g. <c>torch-cpu</c>.</summary>
    public required string NoiseSource { get; init; }

    public required long Seed { get; init; }

    public required string Prompt { get; init; }

    public required string NegativePrompt { get; init; }

    /// <summary>What makes this a variation of the picture that prompt and seed give.</summary>
    public IReadOnlyList<Perturbation> Perturbations { get; init; } = [];

    /// <summary>The picture it was started from, or null.</summary>
    public InitDescription? Init { get; init; }

    /// <summary>Words at the end of the prompt, and of those its perturbations follow, that the text encoder did not read.</summary>
    public IReadOnlyList<string> CutWords { get; init; } = [];

    public required int Width { get; init; }

    public required int Height { get; init; }

    /// <summary>Execution provider of ONNX Runtime.</summary>
    public required string Provider { get; init; }

    public required string OnnxRuntime { get; init; }

    /// <summary>SHA-256 of the picture's PNG file.</summary>
    public required string PictureSha256 { get; init; }

    /// <summary>The picture in 200 bytes (<see cref="Imaging.Measures.Fingerprint"/>): where bytes cannot be the same, this tells how near a repetition comes.</summary>
    public byte[] Fingerprint { get; init; } = [];

    private const int Latest = 2;

    private static readonly JsonSerializerOptions Layout = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        IndentSize = 2,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        RespectRequiredConstructorParameters = true,
        RespectNullableAnnotations = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, Layout);

    /// <exception cref="InvalidDataException">The bytes are no manifest of this version.</exception>
    public static ImageManifest FromJson(ReadOnlySpan<byte> json)
    {
        try
        {
            var manifest = JsonSerializer.Deserialize<ImageManifest>(json, Layout) ?? throw new InvalidDataException("The manifest is null.");
            return manifest.Version is 1 or Latest ? manifest : throw new InvalidDataException($"The manifest has version {manifest.Version}; 1 and {Latest} can be read.");
        }
        catch (JsonException wrong)
        {
            throw new InvalidDataException($"This is no image manifest: {wrong.Message}", wrong);
        }
    }
}

/// <summary>The start of image-to-image, by the hash of its file.</summary>
public sealed record InitDescription(string Sha256, double Strength);
