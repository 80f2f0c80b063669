namespace Nights.Generator.Remote.Requests;

/// <summary>One sending of one request, as the book has it.</summary>
/// <param name="Name">The request's name: repeats share it.</param>
/// <param name="Number">0 for the first sending of the request, by whomever.</param>
internal sealed record SentRequest(string Name, int Number, SentEntry Sent, OutcomeEntry? Outcome, FetchedEntry? Fetched)
{
    public bool MayBePaid => Outcome is null or { Paid: true };

    public bool IsOfUnknownFate => Outcome is null or { Fate: Fate.Unknown };

    /// <summary>What was received, after fetching where it was answered as addresses.</summary>
    public IReadOnlyList<ReceivedPicture> Pictures => Fetched?.Pictures ?? Outcome?.Pictures ?? [];

    /// <summary>Pictures that are paid and still lie where the service put them.</summary>
    public bool WaitsToBeFetched => Fetched is null && Pictures.Any(picture => picture.Url is not null);
}
