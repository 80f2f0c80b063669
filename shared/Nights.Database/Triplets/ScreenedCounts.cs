using System.Text.Json;

namespace Nights.Database.Triplets;

/// <summary>Candidates that were thrown away, counted by reason, as a painting's row keeps them.</summary>
public static class ScreenedCounts
{
    /// <summary>A whole painting that came out like an earlier one of the campaign. The other reasons are the generator's.</summary>
    public const string Repeat = "repeat";

    /// <summary>A triplet whose two variations the guiding model can hardly tell apart.</summary>
    public const string NearIdentical = "nearIdentical";

    /// <summary>SQL for a row's counts with those of a jsonb parameter added.</summary>
    /// <param name="parameter">E.g. $3.</param>
    public static string Plus(string parameter) =>
        $"""
        (select coalesce(jsonb_object_agg(reason, total), painting.screened) from (
            select reason, sum(number::bigint) as total
            from (select * from jsonb_each_text(painting.screened) union all select * from jsonb_each_text({parameter})) as counts (reason, number)
            group by reason) as summed)
        """;

    /// <summary>The text of counts; those that are not positive are left out.</summary>
    public static string Write(IReadOnlyDictionary<string, int> counts) =>
        JsonSerializer.Serialize(counts.Where(entry => entry.Value > 0).ToDictionary(entry => entry.Key, entry => entry.Value));

    public static IReadOnlyDictionary<string, long> Read(string text) => JsonSerializer.Deserialize<Dictionary<string, long>>(text) ?? [];
}
