using Nights.Channels;
using Nights.Crowd.Database;
using Nights.Database.Channels;
using Nights.Domain.Campaigns;
using Npgsql;
using static Nights.Crowd.Database.Statements;

namespace Nights.Crowd.Landing;

/// <summary>The study a link belongs to: its id is the link's nonce. Links that operators hand out by themselves belong to none.</summary>
internal sealed record LandedStudy(Guid Id, string Channel, StudyState State, int Places)
{
    public bool IsOwn => Channel is ChannelNames.Own or ChannelNames.Rehearsal;

    public static async Task<LandedStudy?> Find(NpgsqlConnection connection, LinkToken link, CancellationToken cancel)
    {
        await using var statement = connection.Statement(
            "select id, channel, state, places from study where id = $1 and campaign_id = $2", Value(link.Nonce), Value(link.CampaignId));
        await using var row = await statement.ExecuteReaderAsync(cancel);
        return await row.ReadAsync(cancel) ? new LandedStudy(row.GetGuid(0), row.GetString(1), (StudyState)row.GetInt16(2), row.GetInt32(3)) : null;
    }
}
