using Microsoft.Extensions.DependencyInjection;
using Nights.Crowd.Answers;
using Nights.Crowd.Sessions;
using Npgsql;

namespace Nights.IntegrationTests.Crowd.Bursts;

/// <summary>
/// Answers that are certain to wait for each other: the host's one place is taken by somebody whose row is locked elsewhere, until the burst is let go.
/// </summary>
internal sealed class Burst : IAsyncDisposable
{
    private static readonly (string, string)[] OnePlace = [("Crowd:AnswersAtOnce", "1")];

    private readonly NpgsqlConnection connection;
    private readonly NpgsqlTransaction transaction;

    private Burst(NpgsqlConnection connection, NpgsqlTransaction transaction, Task<AnswerResult> first) => (this.connection, this.transaction, First) = (connection, transaction, first);

    /// <summary>The answer that holds up the others.</summary>
    public Task<AnswerResult> First { get; }

    /// <summary>A host that stores answers in one transaction at a time.</summary>
    public static Task<CrowdHost> Host(TestServers.PostgresCluster cluster) => CrowdHost.Start(cluster, OnePlace);

    /// <summary>From now on what comes to the desk waits.</summary>
    public static async Task<Burst> Hold(CrowdHost host, AnswerDesk desk, GivenAnswer first)
    {
        var cancel = TestContext.Current.CancellationToken;
        var connection = await host.Database.OpenConnectionAsync(cancel);
        var transaction = await connection.BeginTransactionAsync(cancel);
        await using var held = new NpgsqlCommand("select 1 from participant where id = $1 for update", connection) { Parameters = { new() { Value = first.Caller.ParticipantId } } };
        await held.ExecuteNonQueryAsync(cancel);
        var waits = desk.Store(first.Caller, first.Answer, CancellationToken.None);
        while (await host.Ask<long>("select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'") is 0) await Task.Yield();
        return new Burst(connection, transaction, waits);
    }

    public async Task LetGo() => await transaction.RollbackAsync();

    public async ValueTask DisposeAsync()
    {
        await transaction.DisposeAsync();
        await connection.DisposeAsync();
    }

    /// <summary>Visitors with a page each: who they are, and their trials in order.</summary>
    public static async Task<List<(HitCaller Caller, List<Guid> Trials)>> Pages(CrowdHost host, CampaignAtWork campaign, int visitors)
    {
        var people = new List<(HitCaller, List<Guid>)>();
        for (var i = 0; i < visitors; i++)
        {
            var visitor = await Visitor.Warm(host, campaign);
            var trials = Visitor.Trials(await visitor.Page()).Select(Visitor.Id).ToList();
            people.Add(((await host.Services.GetRequiredService<KnownSessions>().Find(visitor.Token, TestContext.Current.CancellationToken))!, trials));
        }

        return people;
    }

    public static Answer Left(Guid trial, Guid? submission = null, string? measured = "{}") => new(submission ?? Guid.NewGuid(), trial, ChoseLeft: true, ResponseMs: 900, measured);
}
