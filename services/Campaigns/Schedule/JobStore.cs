using System.Data.Common;
using Hangfire;
using Hangfire.AspNetCore;
using Hangfire.PostgreSql;
using Nights.Campaigns.Operators;
using Npgsql;

namespace Nights.Campaigns.Schedule;

/// <summary>Where Hangfire keeps its jobs: the one database, a schema of its own.</summary>
internal static class JobStore
{
    private const string Schema = "hangfire";

    public static void AddJobs(this IServiceCollection services)
    {
        services.AddSingleton<JobStorage>(from => new PostgreSqlStorage(
            new DataSourceConnections(from.GetRequiredService<NpgsqlDataSource>()),
            new PostgreSqlStorageOptions
            {
                SchemaName = Schema,
                PrepareSchemaIfNecessary = true,
                AllowDegradedModeWithoutStorage = false,
                QueuePollInterval = TimeSpan.FromSeconds(1),      // a snapshot that was asked for begins within a second
                InvisibilityTimeout = TimeSpan.FromMinutes(5),    // jobs of a killed process are taken up after this
                UseSlidingInvisibilityTimeout = true,
                DistributedLockTimeout = TimeSpan.FromMinutes(1), // locks of a killed process; its jobs may overlap with others, and are written to
            }));
        // Hangfire's own defaults are static: two hosts in one process would run their jobs in each other's container.
        services.AddSingleton<JobActivator>(from => new AspNetCoreJobActivator(from.GetRequiredService<IServiceScopeFactory>()));
        services.AddHangfire((from, hangfire) => hangfire
            .SetDataCompatibilityLevel(CompatibilityLevel.Version_180)
            .UseSimpleAssemblyNameTypeSerializer()
            .UseRecommendedSerializerSettings()
            .UseLogProvider(new JobLogs(from.GetRequiredService<ILoggerFactory>()))
            .UseStorage(from.GetRequiredService<JobStorage>()));
        services.AddHangfireServer(server =>
        {
            server.WorkerCount = 4;
            server.SchedulePollingInterval = TimeSpan.FromSeconds(5);
            server.StopTimeout = TimeSpan.FromSeconds(10);
            server.ServerName = "campaigns";
        });
        services.AddHostedService<Schedule>();
        services.AddTransient<AnnounceOrdersJob>();
        services.AddTransient<BuildSnapshotJob>();
        services.AddTransient<ResumeSnapshotsJob>();
        services.AddTransient<ReapLeasesJob>();
        services.AddTransient<RetentionJob>();
        services.AddSingleton<SnapshotQueue>();
    }

    /// <summary>The dashboard of the jobs, for operators.</summary>
    public static void MapJobs(this WebApplication app) =>
        app.MapHangfireDashboard(
                "/jobs",
                new DashboardOptions { Authorization = [], AppPath = "/", DashboardTitle = "Nights jobs", DisplayStorageConnectionString = false })
            .RequireAuthorization(OperatorAccess.Operator);

    /// <summary>Makes or upgrades the job tables.</summary>
    public static void Prepare(DbConnection connection) => PostgreSqlObjectsInstaller.Install((NpgsqlConnection)connection, Schema);

    /// <summary>
    /// Forgets the locks on the recurring jobs' definitions that a killed process has left behind. Such a lock is held for milliseconds, but would keep the
    /// next process from starting until it runs out.
    /// </summary>
    public static async Task ForgetLeftLocks(NpgsqlDataSource database, CancellationToken cancel)
    {
        await using var forget = database.CreateCommand(
            $"delete from {Schema}.lock where resource like '%:lock:recurring-job:%' and acquired < now() - interval '10 seconds'");
        await forget.ExecuteNonQueryAsync(cancel);
    }

    private sealed class DataSourceConnections(NpgsqlDataSource source) : IConnectionFactory
    {
        public NpgsqlConnection GetOrCreateConnection() => source.CreateConnection();
    }
}
