using Nights.Domain.Guidance;

namespace Nights.Database.Crowd;

/// <summary><see cref="SlotRank.Of"/> where the database draws the random place, as it does for every slot.</summary>
public static class SlotRanks
{
    /// <summary>SQL for the rank of a new slot.</summary>
    /// <param name="round">SQL for its round.</param>
    /// <param name="merit">SQL for the merit of its triplet; null where it has none, and the whole rank is random.</param>
    public static string Expression(string round, string merit) =>
        $"""
        case when {merit} is null then floor(random() * 2147483647)::int
             when {round} = 1 then floor(random() * {SlotRank.Places})::int * {SlotRank.Merits} + {merit}
             else {merit} * {SlotRank.Places} + floor(random() * {SlotRank.Places})::int end
        """;

    /// <summary>SQL for the merit in a rank of round 1.</summary>
    public static string MeritOfFirst(string rank) => $"({rank} % {SlotRank.Merits})";
}
