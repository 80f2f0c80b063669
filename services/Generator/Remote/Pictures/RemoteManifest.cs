using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Nights.Generator.Remote.Pictures;

/// <summary>
/// What is known of a picture that a service painted. It cannot be painted again: the protocol has no seed, and the service may change its model any day. JSON
/// whose bytes follow from its content, so that it can be content-addressed.
/// </summary>
internal sealed record RemoteManifest
{
    public const string RemoteKind = "remote";

    /// <summary>Version of this layout.</summary>
    public int Version { get; init; } = 1;

    /// <summary>Tells this layout from that of pictures painted here, which can be repainted.</summary>
    public string Kind { get; init; } = RemoteKind;

    /// <summary>Always false.</summary>
    public bool Repeatable { get; init; }

    /// <summary>Always null: the protocol takes no seed, the order's was not used.</summary>
    public long? Seed { get; init; }

    /// <summary>Host of the service.</summary>
    public required string Service { get; init; }

    public required string Model { get; init; }

    /// <summary>Size that was asked for, e.g. 1024x1024.</summary>
    public required string RequestedSize { get; init; }

    /// <summary>Size that came; its middle part of the ordered shape was scaled down with Lanczos.</summary>
    public required string ReceivedSize { get; init; }

    /// <summary>As passed on; empty where the field was left out.</summary>
    public required string Quality { get; init; }

    /// <summary>As passed on; empty where the field was left out.</summary>
    public required string Style { get; init; }

    public required string Prompt { get; init; }

    /// <summary>The prompt the service painted instead, where it says so.</summary>
    public required string? RevisedPrompt { get; init; }

    /// <summary>When the service says it made the picture, in seconds since 1970.</summary>
    public required long? Created { get; init; }

    /// <summary>The service's name for the request.</summary>
    public required string? RequestId { get; init; }

    /// <summary>The Idempotency-Key of the request.</summary>
    public required string RequestKey { get; init; }

    /// <summary>Which picture of the triplet, from 0.</summary>
    public required int Picture { get; init; }

    /// <summary>How many candidates were screened out before it.</summary>
    public required int Candidate { get; init; }

    /// <summary>What it cost, in minor units of the campaign's currency.</summary>
    public required decimal PriceMinor { get; init; }

    public required int Width { get; init; }

    public required int Height { get; init; }

    /// <summary>SHA-256 of the picture's PNG file.</summary>
    public required string PictureSha256 { get; init; }

    private static readonly JsonSerializerOptions Layout = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        IndentSize = 2,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        RespectRequiredConstructorParameters = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, Layout);

    /// <exception cref="InvalidDataException">The bytes are no manifest of this kind and version.</exception>
    public static RemoteManifest FromJson(ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize<RemoteManifest>(json, Layout) is { Version: 1, Kind: RemoteKind } manifest
                ? manifest
                : throw new InvalidDataException($"The manifest is not of kind '{RemoteKind}' and version 1.");
        }
        catch (JsonException wrong)
        {
            throw new InvalidDataException($"This is no manifest of a service's picture: {wrong.Message}", wrong);
        }
    }
}
