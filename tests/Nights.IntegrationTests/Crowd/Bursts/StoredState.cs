namespace Nights.IntegrationTests.Crowd.Bursts;

/// <summary>All that answers change in a database, to be written down as text and to be put back to where it was.</summary>
internal static class StoredState
{
    // Without what differs between two runs of the same: numbers that are drawn, and times.
    private static readonly string[] Parts =
    [
        """select v.trial_id, v.submission_id, v.session_id, v.participant_id, v.triplet_id, v.gold_id, v.round, v.choice, v.a_on_left, v."right", v.response_ms, v.status, v.pay_minor, v.timing, v.skill from vote v""",
        "select id, state, round, votes_a, votes_b, evidence_a, evidence_b, unskilled_a, unskilled_b, decided_at is null, void_reason from triplet",
        "select triplet_id, round, state, page_id, participant_id, count(*) from slot group by 1, 2, 3, 4, 5",
        "select id, closed_at is null from page",
        "select id, warm_at is null, practice_failures, finished_at is null from hit_session",
        "select id, state from participant",
        "select participant_id, kind from participant_mark",
        "select id, committed_minor from campaign",
    ];

    public static async Task<string> Read(CrowdHost host)
    {
        var text = new List<string>();
        foreach (var part in Parts) text.Add(await host.Ask<string>($"select coalesce(string_agg(x::text, chr(10) order by x::text), '') from ({part}) x"));
        return string.Join("\n--\n", text);
    }

    public static Task Keep(CrowdHost host) => host.Do(
        """
        do $$ begin
            create schema before;
            create table before.slot as table slot;
            create table before.triplet as table triplet;
            create table before.page as table page;
            create table before.hit_session as table hit_session;
        end $$
        """);

    /// <summary>As it was when it was kept. Only what a campaign without late answers and marks changes.</summary>
    public static Task PutBack(CrowdHost host) => host.Do(
        """
        do $$ begin
            delete from vote;
            delete from slot where id not in (select id from before.slot);
            update slot s set state = b.state, page_id = b.page_id, participant_id = b.participant_id, expires_at = b.expires_at from before.slot b where b.id = s.id;
            update triplet t set state = b.state, round = b.round, votes_a = b.votes_a, votes_b = b.votes_b, evidence_a = b.evidence_a, evidence_b = b.evidence_b,
                unskilled_a = b.unskilled_a, unskilled_b = b.unskilled_b, decided_at = b.decided_at, void_reason = b.void_reason from before.triplet b where b.id = t.id;
            update page p set closed_at = b.closed_at from before.page b where b.id = p.id;
            update hit_session h set warm_at = b.warm_at, practice_failures = b.practice_failures from before.hit_session b where b.id = h.id;
        end $$
        """);
}
