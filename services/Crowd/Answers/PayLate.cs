using Nights.Crowd.Database;
using Nights.Crowd.Sessions;
using Npgsql;
using static Nights.Crowd.Database.Statements;

namespace Nights.Crowd.Answers;

/// <summary>The reserve of a closed page was released; an answer that comes later is paid out of what the cap leaves, and only out of that.</summary>
internal sealed partial class PayLate(ILogger<PayLate> log)
{
    public async Task Run(NpgsqlConnection connection, HitCaller caller, long vote, CancellationToken cancel)
    {
        await using var pay = connection.Statement(
            "update campaign set committed_minor = committed_minor + $2 where id = $1 and committed_minor + $2 <= cap_minor",
            Value(caller.Campaign.Id), Value((long)caller.Campaign.PayMinor));
        if (await pay.ExecuteNonQueryAsync(cancel) is 1) return;
        await using var unpaid = connection.Statement("update vote set pay_minor = 0 where id = $1", Value(vote));
        await unpaid.ExecuteNonQueryAsync(cancel);
        LogUnpaid(vote, caller.Campaign.Id);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Late answer {VoteId} is stored unpaid: campaign {CampaignId} has reached its cap.")]
    private partial void LogUnpaid(long voteId, Guid campaignId);
}
