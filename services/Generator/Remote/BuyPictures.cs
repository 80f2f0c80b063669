using Microsoft.Extensions.Options;
using Nights.Contracts;
using Nights.Generator.Painting;
using Nights.Generator.Remote.Pictures;
using Nights.Generator.Remote.Requests;
using Nights.Generator.Remote.Service;

namespace Nights.Generator.Remote;

/// <summary>Sends one request until the service has decided about it, and writes every step into the book: before each sending, and after.</summary>
internal sealed partial class BuyPictures(
    ImagesService service,
    ServicePace pace,
    RequestLedger ledger,
    ReceivePicture receive,
    RemoteMeter meter,
    IOptions<RemoteOptions> options,
    IOptions<GeneratorOptions> generator,
    TimeProvider clock,
    ILogger<BuyPictures> logger)
{
    private readonly RemoteOptions options = options.Value;

    /// <param name="order">What is painted.</param>
    /// <param name="request">What to ask for.</param>
    /// <param name="book">What is known of earlier sendings.</param>
    /// <param name="cancel">Stops waiting; what was sent is then of unknown fate.</param>
    /// <exception cref="ServiceFaultException">The service cannot or will not; what is known stands in the book.</exception>
    public async Task Buy(PaintTriplet order, ImagesRequest request, RequestBook book, CancellationToken cancel)
    {
        var unknownFates = book.UnknownFates(request.Name);
        for (var tries = 1; ; tries++)
        {
            if (unknownFates >= options.MaxAttempts)
                throw TooManyUnknown(unknownFates);
            var answer = await Send(order, request, book.Sendings(request.Name) + tries - 1, cancel);
            if (answer is null or { Fate: Fate.Answered or Fate.Refused })
                return;
            if (!answer.MayBeRepeated)
                throw new ServiceFaultException(answer.Words, mayBeRepeated: false);
            LogRetry(order.PaintingId, request.Name, answer.Words);
            if (answer.Fate == Fate.Unknown && ++unknownFates >= options.MaxAttempts)
                throw TooManyUnknown(unknownFates, answer.Words);
            if (tries == options.MaxAttempts)
                throw new ServiceFaultException($"{answer.Words}; tried {tries} times (Generator:Remote:MaxAttempts)", mayBeRepeated: true);
            if (answer.Wait is null)
                await Task.Delay(Backoff.After(tries, Backoff.SeedOf(order.PaintingId)), clock, cancel);
            meter.Retried();
        }
    }

    /// <returns>The answer, or null when the painting was finished by somebody else in the meantime.</returns>
    private async Task<ServiceAnswer?> Send(PaintTriplet order, ImagesRequest request, int atLeast, CancellationToken cancel)
    {
        using var seat = await pace.Enter(request.Slots.Count, cancel);
        var number = await ledger.WriteSent(order, request, atLeast, Entry(request), cancel);
        if (await ledger.IsFinished(order, cancel))
        {
            await Record(order, request, number, new ServiceAnswer(Fate.NotSent, "the painting was finished by another generator"));
            return null;
        }
        var answer = await service.Ask(request, cancel);
        if (answer.Wait is { } wait)
            pace.Hold(wait);
        await Record(order, request, number, answer);
        return answer;
    }

    // What is paid is written down also while the process is being stopped.
    private async Task Record(PaintTriplet order, ImagesRequest request, int number, ServiceAnswer answer)
    {
        List<ReceivedPicture> pictures = [];
        foreach (var image in answer.Images)
            pictures.Add(await receive.Keep(order, image, CancellationToken.None));
        var outcome = new OutcomeEntry
        {
            Fate = answer.Fate,
            Paid = IsPaid(answer.Fate),
            Words = answer.Words,
            Status = answer.Status,
            RequestId = answer.RequestId,
            Created = answer.Created,
            Pictures = pictures,
            At = clock.GetUtcNow(),
        };
        await ledger.WriteOutcome(order, request.Name, number, outcome, CancellationToken.None);
        meter.Asked(answer.Fate, pictures.Count, outcome.Paid ? options.PricePerImageMinor!.Value * Math.Max(pictures.Count, request.Slots.Count) : 0);
        LogAsked(request.Slots.Count, options.Host, order.PaintingId, answer.Fate, answer.Words);
    }

    private bool IsPaid(Fate fate) => fate switch
    {
        Fate.Answered or Fate.Unknown => true,
        Fate.Refused => options.ChargesRefusals,
        Fate.Rejected or Fate.NotSent => false,
        _ => throw new ArgumentOutOfRangeException(nameof(fate), fate, "Not a known fate."),
    };

    private SentEntry Entry(ImagesRequest request) => new()
    {
        Key = request.Key,
        Slots = request.Slots,
        PriceMinor = options.PricePerImageMinor!.Value,
        ChargedOncePerKey = options.ChargesOncePerKey,
        Service = options.Host,
        Model = options.Model,
        Size = request.Size.ToString(),
        Quality = options.Quality,
        Style = options.Style,
        Generator = generator.Value.NameOrMachine,
        At = clock.GetUtcNow(),
    };

    private ServiceFaultException TooManyUnknown(int times, string words = "") => new(
        $"A request to {options.Host} went out {times} times and what came of it is not known, so it may have been paid as often; it is not sent again. "
        + $"{(words.Length > 0 ? $"The last time, {words}. " : "")}Raise Generator:Remote:TimeoutSeconds ({options.TimeoutSeconds}) or look at the service.",
        mayBeRepeated: false);

    [LoggerMessage(LogLevel.Information, "Asked {Service} for {Count} pictures of painting {PaintingId}: {Fate} {Words}")]
    private partial void LogAsked(int count, string service, Guid paintingId, Fate fate, string words);

    [LoggerMessage(LogLevel.Warning, "Request {Request} of painting {PaintingId} is sent again: {Words}")]
    private partial void LogRetry(Guid paintingId, string request, string words);
}
