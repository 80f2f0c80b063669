using Nights.Database.Campaigns;
using Nights.Domain.Campaigns;
using Npgsql;

namespace Nights.Local.Bench.Crowd;

/// <summary>
/// A running campaign put into the database at once: every triplet painted and queued in its first round, two open slots each, gold made. Its pictures have names
/// and no bytes; nobody looks at them here.
/// </summary>
internal static class QueuedCampaign
{
    private const int SlotsPerTriplet = 2, Roles = 3, HiddenGold = 36;

    // One transaction, without the checks of foreign keys, which would take most of the time: the rows are made to fit.
    private static string Rows(Guid campaign, int paintings, int triplets) =>
        $$"""
        set local session_replication_role = replica;
        create temporary table drawn on commit drop as
            select gen_random_uuid() as id, n as number, array(select encode(sha256(convert_to(n || ':' || k, 'UTF8')), 'hex') from generate_series(0, 2) k) as pictures
            from generate_series(0, {{paintings - 1}}) n;
        insert into painting (id, campaign_id, number, category, is_image_net, prompt, seeds, attempt, repeats, screened, cost_minor, reserved_minor, state, pictures,
                displays, manifests, generator, painted_at)
            select id, '{{campaign}}', number, 'cat', true, 'a picture', array[1, 2, 3]::bigint[], 0, 0, '{}', 0, 0, 2, pictures, pictures, pictures, 'nobody', now() from drawn;
        insert into triplet (id, campaign_id, painting_id, number, role, state, round, votes_a, votes_b, evidence_a, evidence_b, unskilled_a, unskilled_b)
            select gen_random_uuid(), '{{campaign}}', d.id, d.number * 3 + r, r, 1, 1, 0, 0, 0, 0, 0, 0
            from drawn d cross join generate_series(0, 2) r where d.number * 3 + r < {{triplets}};
        insert into slot (campaign_id, triplet_id, round, state, rank)
            select campaign_id, id, 1, 0, floor(random() * 2147483647)::int from triplet cross join generate_series(1, 2) where campaign_id = '{{campaign}}';
        insert into gold (id, campaign_id, practice, displays, answer, created_at)
            select gen_random_uuid(), '{{campaign}}', false, pictures, number % 2, now() from drawn order by number limit {{HiddenGold}};
        """;

    /// <param name="ground">Where.</param>
    /// <param name="slots">Open slots, an even number.</param>
    /// <param name="spec">The campaign; its number of paintings is set here.</param>
    /// <param name="cancel">Gives up.</param>
    /// <returns>Its id.</returns>
    public static async Task<Guid> Insert(BenchGround ground, int slots, CampaignSpec spec, CancellationToken cancel)
    {
        var id = Guid.CreateVersion7();
        var triplets = slots / SlotsPerTriplet;
        var paintings = (triplets + Roles - 1) / Roles;
        spec = spec with { Painting = spec.Painting with { Count = paintings, Roles = TripletRoles.Rotate } };
        await ground.Do(
            """
            insert into campaign (id, name, version, state, spec, created_at, started_at, planned_paintings, committed_minor, overspent_minor, cap_minor)
            values ($1, $2, 1, 0, $3::jsonb, now(), now(), $4, 0, 0, $5)
            """,
            cancel, id, spec.Name, CampaignSpecs.Write(spec), paintings, spec.Budget.CapMinor);
        await using (var connection = await ground.Database.OpenConnectionAsync(cancel))
        await using (var transaction = await connection.BeginTransactionAsync(cancel))
        {
            await using var rows = new NpgsqlCommand(Rows(id, paintings, triplets), connection);
            await rows.ExecuteNonQueryAsync(cancel);
            await transaction.CommitAsync(cancel);
        }

        // Only these: a table that was vacuumed while it was empty is planned for as an empty one, and read from end to end until the next analyze.
        await ground.Do("vacuum analyze campaign, painting, triplet, slot, gold", cancel);
        await ground.Do("checkpoint", cancel);
        // Not before: a running campaign without triplets would be taken for a finished one.
        await ground.Do("update campaign set state = 1 where id = $1", cancel, id);
        return id;
    }
}
