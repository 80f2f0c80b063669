using Microsoft.Extensions.Options;
using Nights.Contracts;
using Nights.Generator.Painting;
using Nights.Generator.Remote.Pictures;
using Nights.Generator.Remote.Requests;
using Nights.Generator.Remote.Service;
using Nights.Hosting.Objects;

namespace Nights.Generator.Remote;

/// <summary>
/// Paints by a text-to-image service that speaks the OpenAI Images API. It remembers nothing: what was asked, paid and received stands in the book beside the
/// painting, each round begins by reading it, and any generator goes on where another was killed.
/// </summary>
internal sealed class RemotePainter(
    RequestLedger ledger, BuyPictures buy, FetchPictures fetch, FinishTriplet finish, IObjects objects, IOptions<RemoteOptions> options) : ITripletPainter
{
    private readonly RemoteOptions options = options.Value;

    public bool Paints(string model) => options.Paints(model);

    public async Task<PaintedTriplet> Paint(PaintTriplet order, bool alone, CancellationToken cancel)
    {
        var size = RemoteOrder.Check(order, options);
        try
        {
            while (true)
            {
                var book = await ledger.Read(order, cancel);
                if (book.Finished is not null)
                    return await finish.Read(book, cancel);
                await GoOn(order, book, size, cancel);
            }
        }
        catch (ServiceFaultException fault)
        {
            var toll = await Toll(order, cancel);
            throw fault.MayBeRepeated ? new PaintingInterruptedException(fault.Message, toll, fault) : new PaintingRefusedException(fault.Message, toll, fault);
        }
    }

    /// <summary>One round: fetch what is paid, else finish, else buy what is missing.</summary>
    private async Task GoOn(PaintTriplet order, RequestBook book, PictureSize size, CancellationToken cancel)
    {
        if (book.ToFetch.ToArray() is { Length: > 0 } waiting)
        {
            await Task.WhenAll(waiting.Select(request => fetch.Fetch(order, request, cancel)));
            return;
        }
        var candidates = await Candidates.Judge(order, book, objects, cancel);
        if (candidates.Next.Count == 0)
        {
            await finish.Write(order, candidates, cancel);
            return;
        }
        RequireRedraws(order, candidates);
        // Where moderation has refused everything so far, one picture finds out whether it ever relents.
        var wanted = candidates.Next.Take(candidates.AllRefused ? 1 : TripletSheet.Pictures);
        await Task.WhenAll(wanted.Chunk(options.ImagesPerRequest)
            .Select(slots => ImagesRequest.For(order, slots, size, options))
            .Select(request => buy.Buy(order, request, book, cancel)));
    }

    private static void RequireRedraws(PaintTriplet order, Candidates candidates)
    {
        if (candidates.Next.FirstOrDefault(slot => slot.Candidate > order.Redraws) is not { Candidate: > 0 } slot)
            return;
        var reasons = string.Join(", ", candidates.Screened.OrderBy(reason => reason.Key, StringComparer.Ordinal).Select(reason => $"{reason.Key} {reason.Value}"));
        throw new ServiceFaultException(
            $"Picture {slot.Picture + 1} of {TripletSheet.Pictures} found no candidate among {slot.Candidate} "
            + $"(screened out in all: {(reasons.Length > 0 ? reasons : "none")}). The last: {candidates.LastReason}. Change the prompt, or raise the redraws ({order.Redraws}).",
            mayBeRepeated: false);
    }

    private async Task<PaintingToll> Toll(PaintTriplet order, CancellationToken cancel)
    {
        var book = await ledger.Read(order, cancel);
        return new PaintingToll((await Candidates.Judge(order, book, objects, cancel)).Screened, book.CostMinor);
    }
}
