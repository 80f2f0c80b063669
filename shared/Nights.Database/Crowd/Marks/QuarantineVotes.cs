using Nights.Database.Crowd.Deciding;
using Nights.Domain.Triplets;
using Nights.Domain.Voting;
using Npgsql;
using static Nights.Database.Crowd.Deciding.Parameters;

namespace Nights.Database.Crowd.Marks;

/// <summary>
/// Takes a participant's counted votes out of the count: their pages go back, and every triplet that the votes touched is decided anew from those that are
/// left. Accepted ones may fall, dropped ones may open again. The number of statements does not grow with the number of votes.
/// </summary>
internal static class QuarantineVotes
{
    private const string Counted = "v.status = 0";

    /// <param name="connection">In a transaction that holds the participant's row and no lock below it.</param>
    /// <param name="campaign">Null for all campaigns.</param>
    public static async Task<QuarantineEffect> Run(NpgsqlConnection connection, Guid participant, Guid? campaign, DateTimeOffset now, CancellationToken cancel)
    {
        var touched = await TouchedTriplets.Lock(connection, participant, campaign, Counted, cancel);
        var ballots = new Dictionary<Guid, Ballot>();
        var votes = 0;
        await using (var batch = connection.CreateBatch().Add(
            """
            update vote v set status = 4, status_before = 0
            where v.participant_id = $1 and ($2::uuid is null or v.campaign_id = $2) and v.triplet_id is not null and v.status = 0 and not v.jnd returning triplet_id, choice, skill
            """, Value(participant), TouchedTriplets.Scope(campaign)))
        await using (var rows = await batch.ExecuteReaderAsync(cancel))
        {
            for (; await rows.ReadAsync(cancel); votes++)
            {
                var triplet = rows.GetGuid(0);
                if (touched.BallotOf(triplet) is not { } ballot || rows.IsDBNull(1)) continue;
                ballots[triplet] = touched.PolicyOf(triplet).Remove(ballot, (Variation)rows.GetInt16(1), rows.SkillAt(2));
            }
        }

        var (judgements, pairs) = await QuarantineJudgements.Run(connection, participant, campaign, touched, cancel);
        var moves = (IReadOnlyList<TripletMove>)[.. await touched.Settle(connection, ballots, now, cancel), .. pairs];
        // Releases spend, so it comes last: the campaign's row is the last lock anybody takes.
        await ReturnPages.Run(connection, [.. touched.Pages], now, cancel);
        await Drain(connection, [.. moves.Where(move => move.To is TripletState.Queued).Select(move => move.Campaign).Distinct()], cancel);
        return new QuarantineEffect(votes + judgements, moves);
    }

    /// <summary>A campaign that had finished drains again until what has opened is decided.</summary>
    private static async Task Drain(NpgsqlConnection connection, Guid[] campaigns, CancellationToken cancel)
    {
        if (campaigns.Length is 0) return;
        await using var batch = connection.CreateBatch().Add("update campaign set state = 3, finished_at = null where id = any($1) and state = 4", Value(campaigns));
        await batch.ExecuteNonQueryAsync(cancel);
    }
}
