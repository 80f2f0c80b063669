using Microsoft.Extensions.Options;
using Nights.Crowd.Database;
using Nights.Hosting.Secrecy;
using Npgsql;
using static Nights.Crowd.Database.Statements;

namespace Nights.Crowd.Embedding;

/// <summary>The channels by name. One that nobody has registered shows a code and is framed by whom the options name, by default nobody.</summary>
internal sealed class ChannelPages(IEnumerable<IChannelPage> registered, NpgsqlDataSource database, IdentitySeal seal, IOptions<CrowdOptions> options)
{
    private readonly Dictionary<string, IChannelPage> pages = registered.ToDictionary(page => page.Channel, StringComparer.Ordinal);

    public IChannelPage Of(string channel) =>
        pages.TryGetValue(channel, out var page) ? page : new CodePage(channel, options.Value.FrameOrigins.GetValueOrDefault(channel, []));

    /// <summary>How the participant of a finished session hands in; null when there is no code, because nothing was answered.</summary>
    public async Task<Completion?> Complete(NpgsqlConnection connection, Guid session, string? code, CancellationToken cancel)
    {
        if (code is null) return null;
        await using var statement = connection.Statement(
            """
            select s.campaign_id, p.channel, i.sealed from hit_session s join participant p on p.id = s.participant_id
            left join participant_identity i on i.session_id = s.id where s.id = $1
            """, Value(session));
        FinishedHit hit;
        await using (var row = await statement.ExecuteReaderAsync(cancel))
        {
            if (!await row.ReadAsync(cancel)) throw new InvalidOperationException($"Session {session} is not in the database.");
            hit = new FinishedHit(session, row.GetGuid(0), row.GetString(1), code, row.Maybe<byte[]>(2) is { } kept ? seal.Open(session, kept) : null);
        }

        return await Of(hit.Channel).Complete(hit, cancel);
    }

    /// <inheritdoc cref="Complete(NpgsqlConnection, Guid, string?, CancellationToken)"/>
    public async Task<Completion?> Complete(Guid session, string? code, CancellationToken cancel)
    {
        if (code is null) return null;
        await using var connection = await database.OpenConnectionAsync(cancel);
        return await Complete(connection, session, code, cancel);
    }

    /// <summary>A channel of which nothing more is known.</summary>
    private sealed record CodePage(string Channel, IReadOnlyList<string> FrameOrigins) : IChannelPage
    {
        public bool KeepsIdentity => false;
        public IReadOnlyList<string> FormOrigins => [];
        public ValueTask<Completion> Complete(FinishedHit hit, CancellationToken cancel) => ValueTask.FromResult(Completion.ByCode(hit.Code));
    }
}
