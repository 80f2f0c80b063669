using Nights.Database.Crowd.Marks;

namespace Nights.Campaigns.Participants;

/// <summary>What a mark, or lifting it, did or would do to votes and triplets.</summary>
/// <param name="Votes">Votes taken out of the count, or put back.</param>
/// <param name="Triplets">Triplets decided anew.</param>
/// <param name="Campaigns">Campaigns they belong to.</param>
/// <param name="AcceptedFell">Accepted before and not any more.</param>
/// <param name="DroppedReopened">Dropped before and not any more.</param>
/// <param name="Accepted">Accepted now and not before.</param>
/// <param name="Dropped">Dropped now and not before.</param>
/// <param name="Reopened">Decided before, and want votes again.</param>
internal sealed record MarkEffect(int Votes, int Triplets, int Campaigns, int AcceptedFell, int DroppedReopened, int Accepted, int Dropped, int Reopened)
{
    public static MarkEffect Of(QuarantineEffect effect) => new(
        effect.Votes, effect.Triplets, effect.Campaigns, effect.AcceptedFell, effect.DroppedReopened, effect.Accepted, effect.Dropped, effect.Reopened);

    /// <summary>A sentence for the console and the audit log.</summary>
    public string Words => Votes is 0 ? "No vote changes."
        : $"{Votes} votes on {Triplets} triplets: {AcceptedFell} accepted ones fall, {DroppedReopened} dropped ones do not stay dropped, {Accepted} become accepted, {Reopened} want votes again.";
}
