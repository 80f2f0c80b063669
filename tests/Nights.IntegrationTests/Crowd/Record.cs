using System.Security.Cryptography;
using System.Text;
using Nights.Database.Crowd.Marks;
using Nights.Domain.Quality;

namespace Nights.IntegrationTests.Crowd;

/// <summary>What operators and rules write on a participant's record, and the state that must follow.</summary>
internal sealed class Record(CrowdHost host)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Sets a mark; a preview is rolled back.</summary>
    public async Task<(Guid Mark, QuarantineEffect Effect)> Mark(
        Guid participant, MarkKind kind, Guid? campaign, bool preview = false, DateTimeOffset? endsAt = null)
    {
        await using var connection = await host.Database.OpenConnectionAsync(Cancel);
        await using var transaction = await connection.BeginTransactionAsync(Cancel);
        var mark = new ParticipantMark
        {
            Id = Guid.CreateVersion7(),
            ParticipantId = participant,
            CampaignId = campaign,
            Kind = kind,
            Reason = "a test",
            By = "tester",
            At = host.Clock.GetUtcNow(),
            EndsAt = endsAt,
        };
        var effect = await MarkParticipant.Run(connection, mark, Cancel);
        if (!preview) await transaction.CommitAsync(Cancel);
        return (mark.Id, effect);
    }

    public async Task<QuarantineEffect?> Lift(Guid participant, Guid mark, bool preview = false)
    {
        await using var connection = await host.Database.OpenConnectionAsync(Cancel);
        await using var transaction = await connection.BeginTransactionAsync(Cancel);
        var effect = await LiftMark.Run(connection, participant, mark, "tester", "a mistake", host.Clock.GetUtcNow(), Cancel);
        if (!preview) await transaction.CommitAsync(Cancel);
        return effect;
    }

    /// <summary>State, round, tally and wanted votes of every triplet, and what every vote counts for.</summary>
    public Task<string> State() => host.Ask<string>(
        """
        select coalesce(string_agg(one, E'\n' order by one), '') from (
          select t.id || ' ' || t.state || ' ' || t.round || ' ' || t.votes_a || ':' || t.votes_b || ' '
                 || (select count(*) from slot s where s.triplet_id = t.id and s.state in (0, 1)) as one from triplet t
          union all select 'vote ' || id || ' ' || status || coalesce(' before ' || status_before, '') from vote) all_of_it
        """);

    /// <summary>Whether the tallies are those of the counted votes, everywhere.</summary>
    public async Task<bool> TalliesAreTheVotes() => await host.Ask<long>(
        """
        select count(*) from triplet t where (t.votes_a, t.votes_b) <> (
          select count(*) filter (where v.choice = 0), count(*) filter (where v.choice = 1) from vote v where v.triplet_id = t.id and v.status = 0)
        """) is 0;

    public Task<Guid> Participant(Visitor visitor) => host.Ask<Guid>(
        "select participant_id from hit_session where token_hash = $1", SHA256.HashData(Encoding.UTF8.GetBytes(visitor.Token)));
}
