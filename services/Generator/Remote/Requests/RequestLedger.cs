using System.Text.Json;
using System.Text.Json.Serialization;
using Nights.Contracts;
using Nights.Domain.Storage;
using Nights.Hosting.Objects;

namespace Nights.Generator.Remote.Requests;

/// <summary>
/// The book of money: one immutable object before a request is sent, one when its end is known, one when its pictures are fetched, one when the painting is
/// finished. It lies in the object store, so a process that is killed leaves what it knew to the next, and what it did not know counts as paid.
/// </summary>
/// <remarks>
/// Two generators may work on one order. Who sends writes "sent" first and looks for "finished" after; who finishes writes "finished" first and adds up after. So
/// whatever was sent is in one of the sums that are announced.
/// </remarks>
internal sealed class RequestLedger(IObjects objects)
{
    private const string SentSuffix = "-sent.json", OutcomeSuffix = "-outcome.json", FetchedSuffix = "-fetched.json", FinishedName = "finished.json";

    private static readonly JsonSerializerOptions Layout = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public async Task<RequestBook> Read(PaintTriplet order, CancellationToken cancel)
    {
        var prefix = Prefix(order);
        HashSet<string> names = [];
        await foreach (var key in objects.List(prefix, cancel))
            names.Add(key[prefix.Length..]);
        List<SentRequest> requests = [];
        foreach (var sent in names.Where(name => name.EndsWith(SentSuffix, StringComparison.Ordinal)).Order(StringComparer.Ordinal))
            requests.Add(await ReadRequest(prefix, sent[..^SentSuffix.Length], names, cancel));
        return new RequestBook(requests, await ReadIf<FinishedEntry>(prefix, FinishedName, names, cancel));
    }

    /// <summary>Writes that the request is about to go out.</summary>
    /// <returns>The number of this sending: <paramref name="atLeast"/>, or the next that nobody else has taken.</returns>
    public async Task<int> WriteSent(PaintTriplet order, ImagesRequest request, int atLeast, SentEntry entry, CancellationToken cancel)
    {
        for (var number = atLeast; ; number++)
        {
            if (await Put(order, $"{request.Name}-{number:D3}{SentSuffix}", entry, cancel))
                return number;
        }
    }

    public Task WriteOutcome(PaintTriplet order, string name, int number, OutcomeEntry entry, CancellationToken cancel) =>
        Put(order, $"{name}-{number:D3}{OutcomeSuffix}", entry, cancel);

    public Task WriteFetched(PaintTriplet order, SentRequest request, FetchedEntry entry, CancellationToken cancel) =>
        Put(order, $"{request.Name}-{request.Number:D3}{FetchedSuffix}", entry, cancel);

    public Task<bool> IsFinished(PaintTriplet order, CancellationToken cancel) => objects.Exists(Prefix(order) + FinishedName, cancel);

    /// <summary>Writes which pictures the painting has, unless that is written: read the book afterwards.</summary>
    public Task WriteFinished(PaintTriplet order, FinishedEntry entry, CancellationToken cancel) => Put(order, FinishedName, entry, cancel);

    private async Task<SentRequest> ReadRequest(string prefix, string stem, HashSet<string> names, CancellationToken cancel) => new(
        stem[..^4],
        int.Parse(stem[^3..], System.Globalization.CultureInfo.InvariantCulture),
        (await ReadIf<SentEntry>(prefix, stem + SentSuffix, names, cancel))!,
        await ReadIf<OutcomeEntry>(prefix, stem + OutcomeSuffix, names, cancel),
        await ReadIf<FetchedEntry>(prefix, stem + FetchedSuffix, names, cancel));

    private async Task<T?> ReadIf<T>(string prefix, string name, HashSet<string> names, CancellationToken cancel)
        where T : class => names.Contains(name)
        ? JsonSerializer.Deserialize<T>(await objects.Get(prefix + name, cancel), Layout) ?? throw new InvalidDataException($"The entry '{prefix}{name}' is empty.")
        : null;

    private Task<bool> Put<T>(PaintTriplet order, string name, T entry, CancellationToken cancel) =>
        objects.Put(Prefix(order) + name, JsonSerializer.SerializeToUtf8Bytes(entry, Layout), "application/json", cancel);

    private static string Prefix(PaintTriplet order) => ObjectKeys.PaintingRequests(order.PaintingId, order.Attempt);
}
