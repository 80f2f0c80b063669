using System.Data;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Nights.Campaigns.Api;
using Nights.Campaigns.Lifecycle;
using Nights.Database;
using Nights.Database.Campaigns;
using Nights.Domain.Campaigns;
using Nights.Domain.Triplets;
using Nights.Domain.Voting;

namespace Nights.Campaigns.Replays;

/// <summary>
/// GET /campaigns/{campaign}/replay: plays the log of votes from empty and compares the outcome with what is stored, in one snapshot of the database. A
/// difference is a defect, of ours or of somebody who changed rows by hand; nothing is mended.
/// </summary>
internal sealed class ReplayCampaign(IDbContextFactory<NightsDb> databases)
{
    private const int MostShown = 100;

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/campaigns/{campaign}/replay", Handle)
            .WithSummary("Play the log of votes from empty and compare")
            .ProducesProblem(StatusCodes.Status404NotFound);

    /// <param name="Number">Of the triplet in its campaign.</param>
    /// <param name="What">state, round, votes, evidence or unskilled.</param>
    internal sealed record Difference(int Number, string What, string Stored, string Replayed);

    /// <param name="Triplets">Compared; void ones and those without a picture are not decided by votes.</param>
    /// <param name="Votes">Counted votes played.</param>
    /// <param name="Total">All differences.</param>
    /// <param name="Differences">The first of them.</param>
    internal sealed record Replay(int Triplets, int Votes, int Total, IReadOnlyList<Difference> Differences);

    /// <returns>Null for a campaign of flashed pairs, where no rule decides.</returns>
    public async Task<Replay?> Run(Guid campaignId, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        await using var transaction = await db.Database.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancel);
        var spec = (await db.Campaigns.AsNoTracking().SingleAsync(campaign => campaign.Id == campaignId, cancel)).ReadSpec();
        if (spec.Task is CampaignTask.Jnd) return null;
        var policy = VotePolicy.From(spec.Votes);
        var triplets = await db.Triplets.AsNoTracking()
            .Where(triplet => triplet.CampaignId == campaignId && triplet.State != TripletState.Void && triplet.State != TripletState.Planned)
            .OrderBy(triplet => triplet.Number)
            .ToListAsync(cancel);
        var log = await db.Votes.AsNoTracking()
            .Where(vote => vote.CampaignId == campaignId && vote.TripletId != null && vote.Choice != null && vote.Status == VoteStatus.Counted)
            .Select(vote => new { Triplet = vote.TripletId!.Value, Choice = vote.Choice!.Value, vote.Skill })
            .ToListAsync(cancel);

        var replayed = ReplayVotes.Run(policy, log.Select(vote =>
            new LoggedVote(vote.Triplet, vote.Choice, vote.Skill is { } skill ? new Skill(skill) : null, VoteStatus.Counted)));
        var differences = new List<Difference>();
        foreach (var triplet in triplets)
        {
            var (ballot, standing) = replayed.TryGetValue(triplet.Id, out var played) ? played : (default, Standing.Of(policy, default));
            var stored = new Ballot(new Tally(triplet.VotesA, triplet.VotesB), triplet.EvidenceA, triplet.EvidenceB, triplet.UnskilledA, triplet.UnskilledB);
            Compare("state", triplet.State, standing.State);
            Compare("round", triplet.Round, standing.Round);
            Compare("votes", (stored.Tally.A, stored.Tally.B), (ballot.Tally.A, ballot.Tally.B));
            Compare("evidence", (stored.EvidenceA, stored.EvidenceB), (ballot.EvidenceA, ballot.EvidenceB));
            Compare("unskilled", (stored.UnskilledA, stored.UnskilledB), (ballot.UnskilledA, ballot.UnskilledB));

            void Compare<T>(string what, T kept, T comesOut)
            {
                if (!Equals(kept, comesOut)) differences.Add(new Difference(triplet.Number, what, $"{kept}", $"{comesOut}"));
            }
        }

        return new Replay(triplets.Count, log.Count, differences.Count, [.. differences.Take(MostShown)]);
    }

    private static async Task<Results<Ok<Replay>, ProblemHttpResult>> Handle(string campaign, CampaignLookup lookup, ReplayCampaign replay, CancellationToken cancel) =>
        await lookup.Id(campaign, cancel) is not { } id ? Refusal.NoCampaign(campaign)
        : await replay.Run(id, cancel) is { } played ? TypedResults.Ok(played)
        : Refusal.Conflict("In a campaign of flashed pairs the number of judgements decides and no rule; there is nothing to replay.");
}
