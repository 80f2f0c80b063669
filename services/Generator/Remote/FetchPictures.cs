using Microsoft.Extensions.Options;
using Nights.Contracts;
using Nights.Generator.Remote.Pictures;
using Nights.Generator.Remote.Requests;
using Nights.Generator.Remote.Service;

namespace Nights.Generator.Remote;

/// <summary>
/// Brings in pictures that are paid and lie at addresses. The addresses stand in the book, so whoever comes later fetches, and buys nothing again.
/// </summary>
internal sealed class FetchPictures(PictureFetch fetch, ReceivePicture receive, RequestLedger ledger, IOptions<RemoteOptions> options, TimeProvider clock)
{
    /// <exception cref="ServiceFaultException">They cannot be had now.</exception>
    public async Task Fetch(PaintTriplet order, SentRequest request, CancellationToken cancel)
    {
        List<ReceivedPicture> pictures = [];
        foreach (var picture in request.Pictures)
            pictures.Add(picture.Url is null ? picture : await Fetch(order, picture, cancel));
        await ledger.WriteFetched(order, request, new FetchedEntry(pictures), CancellationToken.None);
    }

    private async Task<ReceivedPicture> Fetch(PaintTriplet order, ReceivedPicture picture, CancellationToken cancel)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                var (file, problem) = await fetch.Get(picture.Url!, cancel);
                return file is null ? picture with { Url = null, Problem = problem } : await receive.Keep(order, picture, file, CancellationToken.None);
            }
            catch (ServiceFaultException) when (tries < options.Value.MaxAttempts)
            {
                await Task.Delay(Backoff.After(tries, Backoff.SeedOf(order.PaintingId)), clock, cancel);
            }
        }
    }
}
