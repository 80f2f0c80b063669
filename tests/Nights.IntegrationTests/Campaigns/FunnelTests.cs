using Nights.TestServers;

namespace Nights.IntegrationTests.Campaigns;

public sealed class FunnelTests(PostgresCluster postgres)
{
    [Fact]
    public async Task The_funnel_counts_what_the_rows_say()
    {
        await using var host = await CampaignsHost.Start(postgres);
        var campaign = await JudgedCampaign.Painted(host, 12);
        string[] votes = ["AAA", "BBB", "AAB", "AB", "BA", "AA", "AAA", "BBA", "BB"];
        for (var number = 0; number < votes.Length; number++) await JudgedCampaign.Judge(host, campaign, number, votes[number]);

        var shown = await host.Show(campaign);

        // Truth by another road: who voted in which round, not the triplets' own counters.
        foreach (var round in shown.GetProperty("rounds").EnumerateArray())
        {
            var number = round.GetProperty("round").GetInt32();
            round.GetProperty("entered").GetInt32().ShouldBe(number is 1 ? 12 : 7);
            round.GetProperty("dropped").GetInt32().ShouldBe((int)await host.Ask<long>(
                "select count(*) from (select triplet_id from vote group by triplet_id having max(round) = $1 and count(distinct choice) = 2) lost", number));
            round.GetProperty("kept").GetInt32().ShouldBe(number is 1 ? 7 : 3);
            round.GetProperty("waiting").GetInt32().ShouldBe(number is 1 ? 3 : 2);
        }

        shown.GetProperty("triplets").GetProperty("accepted").GetInt32().ShouldBe(3);
        shown.GetProperty("votes").GetProperty("counted").GetInt64().ShouldBe(await host.Ask<long>("select count(*) from vote"));
        shown.GetProperty("spend").GetProperty("paidMinor").GetInt64().ShouldBe(2 * votes.Sum(one => one.Length));
    }
}
