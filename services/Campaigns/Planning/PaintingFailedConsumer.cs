using MassTransit;
using Nights.Contracts;
using Nights.Database.Campaigns;
using Nights.Database.Triplets;
using Npgsql;
using NpgsqlTypes;

namespace Nights.Campaigns.Planning;

/// <summary>
/// Takes a painting that cannot be had, and its triplets, out of the campaign, and settles what was reserved for it. Only the attempt that is awaited is
/// touched, so a repeat, a failure that arrives after the pictures, or one of an older attempt changes nothing and is paid by nobody.
/// </summary>
public sealed partial class PaintingFailedConsumer(NpgsqlDataSource database, TimeProvider clock, ILogger<PaintingFailedConsumer> logger) : IConsumer<PaintingFailed>
{
    public async Task Consume(ConsumeContext<PaintingFailed> context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var (failed, cancel) = (context.Message, context.CancellationToken);
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        if (await Awaited(connection, failed, cancel) is not { } reserved) return;

        var cost = Math.Max(0, failed.CostMinor);
        await Record(connection, failed, cost, cancel);
        await FailPaintings.Run(connection, [(failed.PaintingId, failed.Reason)], clock.GetUtcNow(), cancel);
        await ChangeSpend.Run(connection, failed.CampaignId, cost - reserved, cancel);
        await transaction.CommitAsync(cancel);
        LogFailed(failed.PaintingId, failed.Attempt, failed.Generator, failed.Reason);
    }

    /// <summary>Locks the painting.</summary>
    /// <returns>What was reserved for it; null when this attempt is not awaited.</returns>
    private static async Task<long?> Awaited(NpgsqlConnection connection, PaintingFailed failed, CancellationToken cancel)
    {
        await using var look = new NpgsqlCommand(
            "select reserved_minor from painting where id = $1 and campaign_id = $2 and attempt = $3 and state in (0, 1) for no key update", connection)
        {
            Parameters = { new() { Value = failed.PaintingId }, new() { Value = failed.CampaignId }, new() { Value = failed.Attempt } },
        };
        return (long?)await look.ExecuteScalarAsync(cancel);
    }

    private static async Task Record(NpgsqlConnection connection, PaintingFailed failed, long cost, CancellationToken cancel)
    {
        await using var record = new NpgsqlCommand(
            $"update painting set generator = $2, cost_minor = cost_minor + $3, screened = {ScreenedCounts.Plus("$4")} where id = $1", connection)
        {
            Parameters =
            {
                new() { Value = failed.PaintingId },
                new() { Value = failed.Generator },
                new() { Value = cost },
                new() { Value = ScreenedCounts.Write(failed.Screened), NpgsqlDbType = NpgsqlDbType.Jsonb },
            },
        };
        await record.ExecuteNonQueryAsync(cancel);
    }

    [LoggerMessage(LogLevel.Warning, "Painting {PaintingId}, attempt {Attempt}, cannot be had, says {Generator}: {Reason}")]
    private partial void LogFailed(Guid paintingId, int attempt, string generator, string reason);
}

/// <summary>A fault of the database is tried again a few times; then the message lies in the error queue.</summary>
public sealed class PaintingFailedConsumerDefinition : ConsumerDefinition<PaintingFailedConsumer>
{
    protected override void ConfigureConsumer(
        IReceiveEndpointConfigurator endpointConfigurator, IConsumerConfigurator<PaintingFailedConsumer> consumerConfigurator, IRegistrationContext context)
    {
        ArgumentNullException.ThrowIfNull(endpointConfigurator);
        endpointConfigurator.UseMessageRetry(retry => retry.Intervals(200, 1000, 5000));
    }
}
