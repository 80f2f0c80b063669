using MassTransit;
using Microsoft.EntityFrameworkCore;
using Nights.Contracts;
using Nights.Database;
using Nights.Domain.Triplets;

namespace Nights.Campaigns.Planning;

/// <summary>
/// Takes a painting that cannot be had, and its triplets, out of the campaign. Only a painting that is still awaited is touched, so a
/// repeat, or a failure that arrives after the pictures, changes nothing.
/// </summary>
public sealed partial class PaintingFailedConsumer(
    IDbContextFactory<NightsDb> databases, TimeProvider clock, ILogger<PaintingFailedConsumer> logger) : IConsumer<PaintingFailed>
{
    private const int LongestReason = 1000;

    public async Task Consume(ConsumeContext<PaintingFailed> context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var (failed, cancel) = (context.Message, context.CancellationToken);
        var reason = failed.Reason.Length <= LongestReason ? failed.Reason : failed.Reason[..LongestReason];

        await using var db = await databases.CreateDbContextAsync(cancel);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var taken = await db.Paintings
            .Where(painting => painting.Id == failed.PaintingId && (painting.State == PaintingState.Planned || painting.State == PaintingState.Ordered))
            .ExecuteUpdateAsync(
                set => set
                    .SetProperty(painting => painting.State, PaintingState.Failed)
                    .SetProperty(painting => painting.Failure, reason)
                    .SetProperty(painting => painting.Generator, failed.Generator),
                cancel);
        if (taken is 0) return;

        await db.Triplets
            .Where(triplet => triplet.PaintingId == failed.PaintingId && triplet.State == TripletState.Planned)
            .ExecuteUpdateAsync(
                set => set
                    .SetProperty(triplet => triplet.State, TripletState.Void)
                    .SetProperty(triplet => triplet.VoidReason, "painting failed: " + reason)
                    .SetProperty(triplet => triplet.DecidedAt, clock.GetUtcNow()),
                cancel);
        await transaction.CommitAsync(cancel);
        LogFailed(failed.PaintingId, failed.Generator, reason);
    }

    [LoggerMessage(LogLevel.Warning, "Painting {PaintingId} cannot be had, says {Generator}: {Reason}")]
    private partial void LogFailed(Guid paintingId, string generator, string reason);
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
