using Nights.Domain.Snapshots;

namespace Nights.Local.Client;

/// <summary>A snapshot as the API shows it. <paramref name="ManifestSha256"/> is there once it is ready.</summary>
internal sealed record SnapshotReport(string Name, string Version, SnapshotState State, int Triplets, string? ManifestSha256, string? Failure)
{
    /// <summary>name@version.</summary>
    public string Reference => $"{Name}@{Version}";
}
