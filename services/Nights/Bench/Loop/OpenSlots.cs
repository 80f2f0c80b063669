using Nights.Domain.Guidance;
using Nights.Domain.Randomness;

namespace Nights.Local.Bench.Loop;

/// <summary>
/// Wanted votes of a simulated campaign, and the order in which a claim takes them: later rounds by rank; of round 1 any, or, where the campaign is ranked, those of most
/// merit among a few more that are drawn, as the statements of the page do.
/// </summary>
internal sealed class OpenSlots(bool ranked, SplitMix64 draw)
{
    private readonly List<(int Triplet, int Rank)> first = [];
    private readonly SortedSet<(int Round, int Rank, int Triplet, int Copy)> later = [];
    private int copies;

    public int Count => first.Count + later.Count;

    /// <param name="merit">Null where the triplet is not ranked: then its rank is random.</param>
    public void Add(int triplet, int round, int? merit)
    {
        var rank = merit is { } known ? SlotRank.Of(round, known, draw.Next(SlotRank.Places)) : draw.Next(int.MaxValue);
        if (round == 1) first.Add((triplet, rank));
        else later.Add((round, rank, triplet, copies++));
    }

    /// <summary>Takes a triplet's open votes away.</summary>
    /// <returns>How many there were.</returns>
    public int Cancel(int triplet) => first.RemoveAll(slot => slot.Triplet == triplet) + later.RemoveWhere(slot => slot.Triplet == triplet);

    /// <summary>Up to so many votes for one page.</summary>
    /// <param name="may">Whether the person may be asked about a triplet; told of each that is taken.</param>
    public List<(int Triplet, int Round)> Take(int wanted, Func<int, bool> may)
    {
        var taken = new List<(int, int)>();
        foreach (var slot in later.Reverse().ToList())
        {
            if (taken.Count >= wanted) return taken;
            if (!may(slot.Triplet)) continue;
            later.Remove(slot);
            taken.Add((slot.Triplet, slot.Round));
        }

        // Drawn places come to the front of the list, so that each is looked at once.
        var looked = 0;
        void Look(int most)
        {
            for (; looked < most && looked < first.Count; looked++)
            {
                var other = looked + draw.Next(first.Count - looked);
                (first[looked], first[other]) = (first[other], first[looked]);
            }
        }

        var gone = new HashSet<int>();
        if (ranked)
        {
            Look((wanted - taken.Count) * SlotRank.Looked);
            TakeFrom(Enumerable.Range(0, looked).OrderByDescending(place => SlotRank.MeritOfFirst(first[place].Rank)).ToList());
        }

        while (taken.Count < wanted && looked < first.Count)
        {
            var from = looked;
            Look(looked + wanted);
            TakeFrom(Enumerable.Range(from, looked - from));
        }

        foreach (var place in gone.OrderDescending()) first.RemoveAt(place);
        return taken;

        void TakeFrom(IEnumerable<int> places)
        {
            foreach (var place in places)
            {
                if (taken.Count >= wanted) return;
                if (!may(first[place].Triplet)) continue;
                gone.Add(place);
                taken.Add((first[place].Triplet, 1));
            }
        }
    }
}
