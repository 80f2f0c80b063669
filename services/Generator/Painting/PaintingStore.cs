using System.Text.Json;
using Nights.Contracts;
using Nights.Domain.Storage;
using Nights.Hosting.Objects;

namespace Nights.Generator.Painting;

/// <summary>
/// Keeps paintings in the object store: pictures, display copies and manifests under their hashes, then, last, a record under the painting's id. The record
/// that was first is the painting for good: whoever comes later announces that one.
/// </summary>
internal sealed class PaintingStore(IObjects objects)
{
    /// <summary>What was announced for this attempt at the painting, or null when it is not painted yet.</summary>
    public async Task<TripletPainted?> Find(Guid paintingId, int attempt, CancellationToken cancel)
    {
        var key = ObjectKeys.Painting(paintingId, attempt);
        return await objects.Exists(key, cancel) ? await Read(key, cancel) : null;
    }

    /// <summary>Stores the pictures, then the record; returns the record that counts.</summary>
    public async Task<TripletPainted> Keep(IReadOnlyList<FinishedPicture> pictures, TripletPainted announcement, CancellationToken cancel)
    {
        await Task.WhenAll(pictures.SelectMany(picture => Files(picture)).Select(file => objects.Put(file.Key, file.Bytes, file.ContentType, cancel)));
        var key = ObjectKeys.Painting(announcement.PaintingId, announcement.Attempt);
        var record = JsonSerializer.SerializeToUtf8Bytes(announcement, JsonSerializerOptions.Web);
        return await objects.Put(key, record, "application/json", cancel) ? announcement : await Read(key, cancel);
    }

    private async Task<TripletPainted> Read(string key, CancellationToken cancel) =>
        JsonSerializer.Deserialize<TripletPainted>(await objects.Get(key, cancel), JsonSerializerOptions.Web)
            ?? throw new InvalidDataException($"The record '{key}' is empty.");

    private static IEnumerable<(string Key, byte[] Bytes, string ContentType)> Files(FinishedPicture picture)
    {
        yield return (ObjectKeys.Picture(picture.Picture.Sha256), picture.Picture.Bytes, "image/png");
        if (picture.Display.Sha256 != picture.Picture.Sha256)
            yield return (ObjectKeys.Picture(picture.Display.Sha256), picture.Display.Bytes, "image/png");
        yield return (ObjectKeys.Manifest(picture.Manifest.Sha256), picture.Manifest.Bytes, "application/json");
    }
}
