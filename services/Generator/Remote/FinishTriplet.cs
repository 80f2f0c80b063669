using Nights.Contracts;
using Nights.Domain.Storage;
using Nights.Generator.Painting;
using Nights.Generator.Remote.Pictures;
using Nights.Generator.Remote.Requests;
using Nights.Hosting.Objects;
using Nights.Imaging;
using Nights.Imaging.Measures;

namespace Nights.Generator.Remote;

/// <summary>From three accepted candidates to the painting for good, and back from there to its files.</summary>
internal sealed class FinishTriplet(RequestLedger ledger, IObjects objects)
{
    /// <summary>Keeps display copies and manifests, then writes which pictures these are, unless somebody was first.</summary>
    public async Task Write(PaintTriplet order, Candidates candidates, CancellationToken cancel)
    {
        List<FinishedHashes> hashes = [];
        foreach (var accepted in candidates.Accepted.Select(picture => picture!))
        {
            var display = PictureFile.Display(accepted.Image, accepted.File);
            var manifest = StoredFile.Of(Describe(order, accepted).ToJson());
            await objects.Put(ObjectKeys.Picture(display.Sha256), display.Bytes, "image/png", cancel);
            await objects.Put(ObjectKeys.Manifest(manifest.Sha256), manifest.Bytes, "application/json", cancel);
            hashes.Add(new FinishedHashes(accepted.File.Sha256, display.Sha256, manifest.Sha256));
        }
        await ledger.WriteFinished(order, new FinishedEntry(hashes, candidates.Screened), cancel);
    }

    /// <summary>The painting of a book that has one.</summary>
    public async Task<PaintedTriplet> Read(RequestBook book, CancellationToken cancel)
    {
        List<FinishedPicture> pictures = [];
        foreach (var hashes in book.Finished!.Pictures)
        {
            var picture = await File(ObjectKeys.Picture(hashes.Picture), hashes.Picture, cancel);
            pictures.Add(new FinishedPicture(
                picture,
                await File(ObjectKeys.Picture(hashes.Display), hashes.Display, cancel),
                await File(ObjectKeys.Manifest(hashes.Manifest), hashes.Manifest, cancel),
                Fingerprint.Of(PixelImage.Decode(picture.Bytes))));
        }
        return new PaintedTriplet(pictures, book.Finished.Screened, book.CostMinor);
    }

    private async Task<StoredFile> File(string key, string sha256, CancellationToken cancel) => new(await objects.Get(key, cancel), sha256);

    private static RemoteManifest Describe(PaintTriplet order, AcceptedPicture accepted) => new()
    {
        Service = accepted.Request.Sent.Service,
        Model = accepted.Request.Sent.Model,
        RequestedSize = accepted.Request.Sent.Size,
        ReceivedSize = accepted.Received.ReceivedSize!,
        Quality = accepted.Request.Sent.Quality,
        Style = accepted.Request.Sent.Style,
        Prompt = order.Prompt,
        RevisedPrompt = accepted.Received.RevisedPrompt,
        Created = accepted.Request.Outcome!.Created,
        RequestId = accepted.Request.Outcome.RequestId,
        RequestKey = accepted.Request.Sent.Key,
        Picture = accepted.Slot.Picture,
        Candidate = accepted.Slot.Candidate,
        PriceMinor = accepted.Request.Sent.PriceMinor,
        Width = accepted.Image.Width,
        Height = accepted.Image.Height,
        PictureSha256 = accepted.File.Sha256,
    };
}
