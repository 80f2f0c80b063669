using Nights.Domain.Aggregation;
using Npgsql;

namespace Nights.Campaigns.Agreement;

/// <summary>A campaign's 2AFC votes as the methods of aggregation read them; participants have the same numbers in all three.</summary>
/// <param name="All">Counted votes of every round.</param>
/// <param name="RoundOne">Counted votes of round 1, which every triplet enters.</param>
/// <param name="Gold">First answers to hidden gold.</param>
/// <param name="GoldRight">Right answers among them.</param>
/// <param name="People">Participants' ids by number.</param>
internal sealed record AgreementVotes(Judgements All, Judgements RoundOne, Judgements Gold, int GoldRight, IReadOnlyList<Guid> People)
{
    // People in the order of their ids and votes in that of theirs, so that the same votes always get the same numbers.
    // A gold trial may come to somebody twice; the second answer is no fresh judgement.
    private const string Rows =
        """
        select distinct participant_id from vote where campaign_id = $1 and status in (0, 1) and choice is not null order by participant_id;
        select triplet_id, participant_id, choice, round = 1, false from vote
         where campaign_id = $1 and status = 0 and choice is not null order by id;
        select gold_id, participant_id, choice, false, "right" from (
          select distinct on (gold_id, participant_id) id, gold_id, participant_id, choice, coalesce("right", false) "right" from vote
           where campaign_id = $1 and status = 1 and choice is not null order by gold_id, participant_id, id) answer order by id;
        """;

    public static async Task<AgreementVotes> Of(Guid campaignId, NpgsqlDataSource source, CancellationToken cancel)
    {
        await using var connection = await source.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, cancel);
        await using var batch = new NpgsqlBatch(connection, transaction);
        foreach (var statement in Rows.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            batch.BatchCommands.Add(new NpgsqlBatchCommand(statement) { Parameters = { new() { Value = campaignId } } });

        await using var rows = await batch.ExecuteReaderAsync(cancel);
        var people = new Dictionary<Guid, int>();
        var (all, one, gold, right) = (new VoteColumns(), new VoteColumns(), new VoteColumns(), 0);
        while (await rows.ReadAsync(cancel)) Number(people, rows.GetGuid(0));

        await rows.NextResultAsync(cancel);
        while (await rows.ReadAsync(cancel))
        {
            var (item, person, choice) = (rows.GetGuid(0), Number(people, rows.GetGuid(1)), (byte)rows.GetInt16(2));
            all.Add(item, person, choice);
            if (rows.GetBoolean(3)) one.Add(item, person, choice);
        }

        await rows.NextResultAsync(cancel);
        while (await rows.ReadAsync(cancel))
        {
            gold.Add(rows.GetGuid(0), Number(people, rows.GetGuid(1)), (byte)rows.GetInt16(2));
            if (rows.GetBoolean(4)) right++;
        }

        return new AgreementVotes(all.Sorted(people.Count), one.Sorted(people.Count), gold.Sorted(people.Count), right, [.. people.Keys]);
    }

    private static int Number(Dictionary<Guid, int> numbers, Guid id)
    {
        if (!numbers.TryGetValue(id, out var number)) numbers[id] = number = numbers.Count;
        return number;
    }

    /// <summary>Votes as they are read, three numbers each.</summary>
    private sealed class VoteColumns
    {
        private readonly Dictionary<Guid, int> items = [];
        private readonly List<int> item = [];
        private readonly List<int> person = [];
        private readonly List<byte> choice = [];

        public void Add(Guid what, int who, byte label)
        {
            item.Add(Number(items, what));
            person.Add(who);
            choice.Add(label);
        }

        public Judgements Sorted(int people) => Judgements.Of(
            System.Runtime.InteropServices.CollectionsMarshal.AsSpan(item),
            System.Runtime.InteropServices.CollectionsMarshal.AsSpan(person),
            System.Runtime.InteropServices.CollectionsMarshal.AsSpan(choice),
            items.Count,
            people);
    }
}
