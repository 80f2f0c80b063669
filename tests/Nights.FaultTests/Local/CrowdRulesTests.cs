using System.Text.Json;
using Nights.TestServers;

namespace Nights.FaultTests.Local;

/// <summary>
/// A crowd of people who reload, answer twice, answer late, quit and vanish, while their host is killed and its database connections are cut. A twentieth of
/// what <c>nights bench crowd</c> does when it is given no options; the same program, the same rules.
/// </summary>
public sealed class CrowdRulesTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(8);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Under_kills_cuts_reloads_duplicates_and_late_answers_every_rule_holds()
    {
        await using var bench = NightsProgram.Start(
            "Nights", ["bench", "crowd", "--participants", "50", "--triplets", "500", "--kills", "2", "--cuts", "2", "--at-once", "16", "--seed", "4", "--json"],
            new Dictionary<string, string?>());

        var code = await bench.Exit(Patience, Cancel);

        var text = bench.Output;
        code.ShouldBe(0, text);
        var result = JsonSerializer.Deserialize<JsonElement>(text[text.IndexOf('{', StringComparison.Ordinal)..]);
        var rules = result.GetProperty("rules").EnumerateArray().ToDictionary(rule => rule.GetProperty("rule").GetString()!, rule => rule.GetProperty("broken").GetInt64());
        rules.Count.ShouldBe(10);
        rules.ShouldAllBe(rule => rule.Value == 0);
        result.GetProperty("errors").GetArrayLength().ShouldBe(0);

        // The run was as bad as it was meant to be: otherwise it has shown nothing.
        var votes = result.GetProperty("votes");
        votes.GetProperty("counted").GetInt64().ShouldBeGreaterThanOrEqualTo(2 * 500);
        votes.GetProperty("late").GetInt64().ShouldBeGreaterThan(0, "nobody's answer came too late to count");
        votes.GetProperty("quarantined").GetInt64().ShouldBeGreaterThan(0, "no clicker was found out");
        result.GetProperty("repeats").GetInt64().ShouldBeGreaterThan(0, "no call was lost");
        (result.GetProperty("kills").GetInt32(), result.GetProperty("cuts").GetInt32()).ShouldBe((2, 2));
        result.GetProperty("participants").GetInt32().ShouldBeGreaterThanOrEqualTo(50);
    }
}
