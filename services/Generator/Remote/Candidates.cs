using Nights.Contracts;
using Nights.Domain.Storage;
using Nights.Generator.Painting;
using Nights.Generator.Remote.Pictures;
using Nights.Generator.Remote.Requests;
using Nights.Hosting.Objects;
using Nights.Imaging;

namespace Nights.Generator.Remote;

/// <summary>Where a painting stands, read off the book: which picture of the three has its candidate, which candidate is next for the others.</summary>
/// <param name="Accepted">One a picture; null where none is accepted yet.</param>
/// <param name="Next">Slots to be bought next, one for each picture that is missing.</param>
/// <param name="Screened">Candidates screened out, by reason.</param>
/// <param name="LastReason">Why the latest candidate was not taken, in words.</param>
internal sealed record Candidates(
    IReadOnlyList<AcceptedPicture?> Accepted, IReadOnlyList<Slot> Next, IReadOnlyDictionary<string, int> Screened, string LastReason)
{
    /// <summary>The moderation refused whatever was asked so far.</summary>
    public bool AllRefused => Screened.Count == 1 && Screened.ContainsKey("refused") && Accepted.All(picture => picture is null);

    /// <summary>Judges every candidate that was received. The same book gives the same answer to everybody.</summary>
    public static async Task<Candidates> Judge(PaintTriplet order, RequestBook book, IObjects objects, CancellationToken cancel)
    {
        var accepted = new AcceptedPicture?[TripletSheet.Pictures];
        List<Slot> next = [];
        Dictionary<string, int> screened = [];
        var last = "";
        for (var picture = 0; picture < accepted.Length; picture++)
        {
            var slot = new Slot(picture, 0);
            for (; accepted[picture] is null && book.Deciding(slot) is { WaitsToBeFetched: false } request; slot = slot with { Candidate = slot.Candidate + 1 })
            {
                var (taken, reason, words) = await Judge(slot, request, [.. accepted.OfType<AcceptedPicture>().Select(other => other.Image)], objects, cancel);
                accepted[picture] = taken;
                if (reason is not null)
                    screened[reason] = screened.GetValueOrDefault(reason) + 1;
                if (words.Length > 0)
                    last = words;
            }
            if (accepted[picture] is null)
                next.Add(slot);
        }
        return new Candidates(accepted, next, screened, last);
    }

    private static async Task<(AcceptedPicture? Taken, string? Reason, string Words)> Judge(
        Slot slot, SentRequest request, IReadOnlyList<PixelImage> beside, IObjects objects, CancellationToken cancel)
    {
        if (request.Outcome!.Fate == Fate.Refused)
            return (null, "refused", request.Outcome.Words);
        var place = request.Sent.Slots.TakeWhile(other => other != slot).Count();
        if (place >= request.Pictures.Count)
        {
            return (null, null, $"{request.Sent.Service} answered {request.Pictures.Count} of the {request.Sent.Slots.Count} pictures asked for at once: "
                + "set Generator:Remote:ImagesPerRequest to what the model knows");
        }
        var received = request.Pictures[place];
        if (received.Sha256 is null)
            return (null, received.Withheld ? "refused" : "unreadable", $"the picture from {request.Sent.Service} cannot be used: {received.Problem}");
        var png = await objects.Get(ObjectKeys.Picture(received.Sha256), cancel);
        var image = PixelImage.Decode(png);
        return ScreenPicture.Reason(image, beside) is { } reason
            ? (null, reason, $"the picture from {request.Sent.Service} was screened out ({reason})")
            : (new AcceptedPicture(image, new StoredFile(png, received.Sha256), slot, request, received), null, "");
    }
}

/// <summary>A candidate that stands, and where it came from.</summary>
internal sealed record AcceptedPicture(PixelImage Image, StoredFile File, Slot Slot, SentRequest Request, ReceivedPicture Received);
