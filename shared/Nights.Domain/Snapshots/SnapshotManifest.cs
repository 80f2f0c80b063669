using System.Text.Json;

namespace Nights.Domain.Snapshots;

/// <summary>
/// Everything a snapshot holds, written last: a version without a manifest does not exist. Its bytes follow from its content
/// alone, so its SHA-256 names the dataset.
/// </summary>
public sealed record SnapshotManifest
{
    public const string FileName = "manifest.json";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true, NewLine = "\n" };

    public required string Name { get; init; }

    /// <summary>Semantic version, e.g. "1.0.0".</summary>
    public required string Version { get; init; }

    /// <summary>Name and version of the campaign it was cut from, e.g. "otters@1". No id: the same campaign elsewhere gives the same bytes.</summary>
    public required string Campaign { get; init; }

    /// <summary>SHA-256 of the campaign's spec as stored, 64 lower-case hex digits.</summary>
    public required string SpecSha256 { get; init; }

    /// <summary>Highest vote id that may be in it.</summary>
    public required long Mark { get; init; }

    public required SnapshotCounts Counts { get; init; }

    /// <summary>Every file but the manifest itself, by ordinal order of path.</summary>
    public required IReadOnlyList<SnapshotFile> Files { get; init; }

    /// <summary>The bytes of manifest.json: UTF-8, LF, files sorted.</summary>
    public byte[] ToJson()
    {
        var sorted = this with { Files = [.. Files.OrderBy(file => file.Path, StringComparer.Ordinal)] };
        return [.. JsonSerializer.SerializeToUtf8Bytes(sorted, Json), (byte)'\n'];
    }

    /// <summary>Reads manifest.json.</summary>
    /// <exception cref="JsonException">It is not JSON, or a member is missing.</exception>
    public static SnapshotManifest Parse(ReadOnlySpan<byte> json) =>
        JsonSerializer.Deserialize<SnapshotManifest>(json, Json) ?? throw new JsonException($"{FileName} holds null.");
}
