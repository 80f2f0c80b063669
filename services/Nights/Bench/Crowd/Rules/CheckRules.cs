using System.Text.Json;

namespace Nights.Local.Bench.Crowd.Rules;

/// <summary>Asks the database, after everybody has gone home and every lease is over, whether the rules of the crowd have held.</summary>
internal static class CheckRules
{
    /// <param name="ground">The host.</param>
    /// <param name="campaign">Its campaign.</param>
    /// <param name="mostVotes">Counted votes that a triplet may want in all its rounds.</param>
    /// <param name="acknowledged">Submissions that participants were told are stored.</param>
    /// <param name="cancel">Gives up.</param>
    public static async Task<IReadOnlyList<RuleCheck>> Run(
        BenchGround ground, Guid campaign, int mostVotes, IReadOnlyCollection<Guid> acknowledged, CancellationToken cancel)
    {
        var replay = await ground.Operators.Get<JsonElement>($"campaigns/{campaign}/replay", cancel);
        return
        [
            await Count("no acknowledged vote is missing",
                "select count(*) from unnest($2::uuid[]) as said (id) where $1 = $1 and not exists (select 1 from vote v where v.submission_id = said.id)", acknowledged.ToArray()),
            await Count("nobody is counted twice on a triplet",
                "select count(*) from (select 1 from vote where campaign_id = $1 and status = 0 group by triplet_id, participant_id having count(*) > 1) twice"),
            await Count("no trial is answered twice",
                "select count(*) from (select 1 from vote where campaign_id = $1 group by trial_id having count(*) > 1) twice"),
            await Count("no triplet has more counted votes than its rounds want",
                "select count(*) from (select 1 from vote where campaign_id = $1 and status = 0 group by triplet_id having count(*) > $2) more", (long)mostVotes),
            await Count("every triplet is decided", "select count(*) from triplet where campaign_id = $1 and state not in (2, 3)"),
            await Count("no slot is left open or leased", "select count(*) from slot where campaign_id = $1 and state in (0, 1)"),
            await Count("a triplet's tally is what its votes say",
                """
                select count(*) from triplet t where t.campaign_id = $1 and (t.votes_a, t.votes_b) <> (
                    select count(*) filter (where v.choice = 0), count(*) filter (where v.choice = 1) from vote v where v.triplet_id = t.id and v.status = 0)
                """),
            new RuleCheck("the log of votes, replayed, gives the state that is stored", replay.GetProperty("total").GetInt64()),
            await Count("the spend is within the cap", "select count(*) from campaign where id = $1 and committed_minor > cap_minor"),
            await Count("the spend is what the stored answers are paid",
                "select count(*) from campaign c where c.id = $1 and c.committed_minor <> (select coalesce(sum(v.pay_minor), 0) from vote v where v.campaign_id = c.id)"),
        ];

        async Task<RuleCheck> Count(string rule, string sql, params object[] values) => new(rule, await ground.Ask<long>(sql, cancel, [campaign, .. values]));
    }
}
