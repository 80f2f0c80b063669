using Nights.Domain.Aggregation;
using Nights.Domain.Randomness;

namespace Nights.Tests.Aggregation;

/// <summary>Drawn votes on items whose truth is known.</summary>
internal static class Crowd
{
    /// <summary>Each participant, by their accuracy, votes on an item with the given chance.</summary>
    public static (Judgements Judgements, byte[] Truth) Drawn(long seed, int items, double[] accuracy, double chance)
    {
        var random = new SplitMix64(seed);
        var (truth, votes) = (new byte[items], new List<(int Item, int Participant, byte Label)>());
        for (var item = 0; item < items; item++)
        {
            truth[item] = (byte)random.Next(2);
            for (var participant = 0; participant < accuracy.Length; participant++)
            {
                if (random.NextDouble() >= chance) continue;
                votes.Add((item, participant, random.NextDouble() < accuracy[participant] ? truth[item] : (byte)(1 - truth[item])));
            }
        }

        return (Of(votes, items, accuracy.Length), truth);
    }

    public static Judgements Of(IReadOnlyList<(int Item, int Participant, byte Label)> votes, int items, int participants) => Judgements.Of(
        [.. votes.Select(vote => vote.Item)], [.. votes.Select(vote => vote.Participant)], [.. votes.Select(vote => vote.Label)], items, participants);

    public static double RightShare(Consensus consensus, byte[] truth) =>
        truth.Select((label, item) => consensus.Label(item) is { } given ? given == label ? 1.0 : 0.0 : 0.5).Average();

    /// <summary>As a list, sorted as the product keeps them.</summary>
    public static List<(int Item, int Participant, byte Label)> Votes(Judgements judgements)
    {
        var votes = new List<(int, int, byte)>();
        for (var vote = 0; vote < judgements.Count; vote++) votes.Add((judgements.ItemOf[vote], judgements.ParticipantOf[vote], judgements.LabelOf[vote]));
        return votes;
    }
}
