using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Nights.Domain.Storage;
using Nights.DreamSim.Training;
using Nights.Hosting.Objects;

namespace Nights.Trainer.Runs;

/// <summary>
/// A run's checkpoints in the object store: the state under a name that only this claim writes, then the manifest that names it and its hash.
/// A checkpoint without a manifest, or whose state does not match, does not exist. The newest two are kept.
/// </summary>
internal sealed class ObjectCheckpoints(IObjects objects, TrainingQueue queue, ClaimedRun run) : ICheckpoints
{
    private const string ManifestFile = "manifest.json";
    private const int Kept = 2;

    public async Task<byte[]?> Latest(CancellationToken cancel)
    {
        foreach (var key in (await Manifests(cancel)).Reverse().ToList())
        {
            try
            {
                var manifest = JsonSerializer.Deserialize<CheckpointManifest>(await objects.Get(key, cancel), JsonSerializerOptions.Web);
                var state = await objects.Get(key[..^ManifestFile.Length] + manifest!.File, cancel);
                if (Convert.ToHexStringLower(SHA256.HashData(state)) == manifest.Sha256) return state;
            }
            catch (Exception e) when (e is ObjectMissingException or JsonException)
            {
                // Torn: an older one counts.
            }
        }

        return null;
    }

    public async Task Save(int step, ReadOnlyMemory<byte> content, CancellationToken cancel)
    {
        var prefix = ObjectKeys.Checkpoint(run.Id, step);
        var file = string.Create(CultureInfo.InvariantCulture, $"state-{run.Fence}.safetensors");
        var manifest = new CheckpointManifest(step, file, Convert.ToHexStringLower(SHA256.HashData(content.Span)));
        await objects.Put(prefix + file, content, "application/octet-stream", cancel);
        await objects.Put(prefix + ManifestFile, JsonSerializer.SerializeToUtf8Bytes(manifest, JsonSerializerOptions.Web), "application/json", cancel);
        await queue.NoteCheckpoint(run, step, cancel);

        foreach (var old in (await Manifests(cancel)).SkipLast(Kept))
        {
            // The manifest goes first: a checkpoint is never half there.
            await objects.Delete([old], cancel);
            var rest = new List<string>();
            await foreach (var key in objects.List(old[..^ManifestFile.Length], cancel)) rest.Add(key);
            await objects.Delete(rest, cancel);
        }
    }

    /// <summary>Keys of the manifests, oldest step first.</summary>
    private async Task<IReadOnlyList<string>> Manifests(CancellationToken cancel)
    {
        var keys = new List<string>();
        await foreach (var key in objects.List(ObjectKeys.Checkpoints(run.Id), cancel))
        {
            if (key.EndsWith("/" + ManifestFile, StringComparison.Ordinal)) keys.Add(key);
        }

        keys.Sort(StringComparer.Ordinal);
        return keys;
    }

    private sealed record CheckpointManifest(int Step, string File, string Sha256);
}
