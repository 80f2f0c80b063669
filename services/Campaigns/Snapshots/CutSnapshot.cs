using System.Data;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Nights.Database;
using Nights.Database.Campaigns;
using Nights.Database.Snapshots;
using Nights.Database.Triplets;
using Nights.Datasets.Writing;
using Nights.Domain.Triplets;
using Nights.Domain.Voting;

namespace Nights.Campaigns.Snapshots;

/// <summary>
/// Reads what goes into a snapshot in one REPEATABLE READ transaction: triplets that are accepted and whose counted votes all lie at or
/// below the mark. Cutting the same mark again gives the same content, however many votes have come since.
/// </summary>
internal sealed class CutSnapshot(IDbContextFactory<NightsDb> databases)
{
    public async Task<SnapshotContent> Run(Snapshot snapshot, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        await using var transaction = await db.Database.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancel);
        var campaign = await db.Campaigns.AsNoTracking().SingleAsync(campaign => campaign.Id == snapshot.CampaignId, cancel);
        var spec = campaign.ReadSpec();
        var rows = await db.Triplets.AsNoTracking()
            .Where(triplet => triplet.CampaignId == snapshot.CampaignId && triplet.State == TripletState.Accepted)
            .Where(triplet => !db.Votes.Any(vote => vote.TripletId == triplet.Id && vote.Status == VoteStatus.Counted && vote.Id > snapshot.Mark))
            .Join(db.Paintings, triplet => triplet.PaintingId, painting => painting.Id, (triplet, painting) => new
            {
                triplet.Number,
                triplet.Role,
                triplet.Round,
                triplet.VotesA,
                triplet.VotesB,
                triplet.EvidenceA,
                triplet.EvidenceB,
                Painting = painting.Number,
                painting.IsImageNet,
                painting.Prompt,
                painting.Pictures,
                painting.Variations,
            })
            .OrderBy(row => row.Number)
            .ToListAsync(cancel);

        var judged = await CutJudgements.Run(db, snapshot, cancel);
        var kept = rows.Select(row => row.Number).ToHashSet();
        return new SnapshotContent
        {
            Name = snapshot.Name,
            Version = snapshot.Version,
            Campaign = $"{campaign.Name}@{campaign.Version}",
            Spec = spec,
            SpecSha256 = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(CampaignSpecs.Write(spec)))),
            Mark = snapshot.Mark,
            Judged = [.. judged.Where(pair => kept.Contains(pair.Number))],
            Triplets = [.. rows.Select(row =>
            {
                var winner = new Ballot(new Tally(row.VotesA, row.VotesB), row.EvidenceA, row.EvidenceB).Leader ?? Variation.B;
                var places = TripletPictures.Of(row.Role);
                var changes = PaintingVariations.Read(row.Variations);
                return new AcceptedTriplet
                {
                    Number = row.Number,
                    Painting = row.Painting,
                    Winner = winner,
                    WinnerVotes = winner is Variation.A ? row.VotesA : row.VotesB,
                    Votes = row.VotesA + row.VotesB,
                    Round = row.Round,
                    IsImageNet = row.IsImageNet,
                    Prompt = row.Prompt,
                    ReferenceSha256 = row.Pictures![places.Reference],
                    ASha256 = row.Pictures![places.A],
                    BSha256 = row.Pictures![places.B],
                    AChanges = changes.Count is 0 ? [] : changes[places.A],
                    BChanges = changes.Count is 0 ? [] : changes[places.B],
                };
            })],
        };
    }
}
