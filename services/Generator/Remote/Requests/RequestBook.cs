namespace Nights.Generator.Remote.Requests;

/// <summary>All that is known of the requests for one attempt at a painting, whoever sent them.</summary>
/// <param name="Requests">By name, then number.</param>
/// <param name="Finished">The painting, when there is one.</param>
internal sealed record RequestBook(IReadOnlyList<SentRequest> Requests, FinishedEntry? Finished)
{
    /// <summary>
    /// What was paid or may have been: every picture of every request that was answered or whose fate is unknown, at the price of its time, rounded up to a whole
    /// minor unit once. Repeats under one key count once where the service is known to charge so.
    /// </summary>
    public long CostMinor => (long)decimal.Ceiling(Requests
        .Where(request => request.MayBePaid)
        .GroupBy(request => request.Name)
        .Sum(repeats => repeats.All(request => request.Sent.ChargedOncePerKey) ? repeats.Max(Price) : repeats.Sum(Price)));

    /// <summary>Requests whose pictures are wanted and still lie where the service put them; not those that only repeat what another had answered.</summary>
    public IEnumerable<SentRequest> ToFetch => Requests.Where(request =>
        request.WaitsToBeFetched && request.Sent.Slots.Any(slot => ReferenceEquals(Deciding(slot), request)));

    /// <summary>How often the request went out.</summary>
    public int Sendings(string name) => Requests.Count(request => request.Name == name);

    /// <summary>How often the request went out and nobody knows what came of it.</summary>
    public int UnknownFates(string name) => Requests.Count(request => request.Name == name && request.IsOfUnknownFate);

    /// <summary>The first request that decided about the slot, or null.</summary>
    public SentRequest? Deciding(Slot slot) => Requests.FirstOrDefault(request =>
        request.Outcome is { Fate: Fate.Answered or Fate.Refused } && request.Sent.Slots.Contains(slot));

    private static decimal Price(SentRequest request) => request.Sent.PriceMinor * Math.Max(request.Sent.Slots.Count, request.Outcome?.Pictures.Count ?? 0);
}
