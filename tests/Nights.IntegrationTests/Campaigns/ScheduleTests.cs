using Nights.Campaigns;
using Nights.TestServers;
using Npgsql;

namespace Nights.IntegrationTests.Campaigns;

public sealed class ScheduleTests(PostgresCluster postgres)
{
    /// <summary>A process that is killed while it defines its jobs leaves their locks: old ones are forgotten at once, one of a moment ago after a wait.</summary>
    [Theory]
    [InlineData("1 minute")]
    [InlineData("0 seconds")]
    public async Task Locks_of_a_killed_process_do_not_keep_the_next_from_starting(string age)
    {
        var cancel = TestContext.Current.CancellationToken;
        var connection = await postgres.CreateDatabase(ApplyMigrations.Run, cancel);
        await using (var database = NpgsqlDataSource.Create(connection))
        await using (var leave = database.CreateCommand(
            $"insert into hangfire.lock (resource, acquired) values ('hangfire:lock:recurring-job:announce-orders', now() - interval '{age}')"))
            await leave.ExecuteNonQueryAsync(cancel);

        await using var host = await CampaignsHost.StartOn(connection);

        await using var count = host.Database.CreateCommand("select count(*) from hangfire.hash where key like 'recurring-job:%' and field = 'Cron'");
        (await count.ExecuteScalarAsync(cancel)).ShouldBe(4L);
    }
}
