using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Nights.Campaigns.Participants;
using Nights.Database;
using Nights.Database.Triplets;
using Nights.Domain.Storage;
using Nights.Domain.Voting;
using Nights.Hosting.Objects;

namespace Nights.Campaigns.Triplets;

/// <summary>Collects everything known about one triplet: its votes from the database, its provenance from the object store.</summary>
internal sealed class TripletInspection(IDbContextFactory<NightsDb> databases, IObjects objects)
{
    /// <returns>Null when there is no such triplet.</returns>
    public async Task<TripletDetail?> Of(Guid id, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var found = await db.Triplets.AsNoTracking()
            .Where(triplet => triplet.Id == id)
            .Join(db.Paintings, triplet => triplet.PaintingId, painting => painting.Id, (triplet, painting) => new { triplet, painting })
            .SingleOrDefaultAsync(cancel);
        if (found is null) return null;

        var votes = await db.Votes.AsNoTracking()
            .Where(vote => vote.TripletId == id)
            .OrderBy(vote => vote.Id)
            .Join(db.Participants, vote => vote.ParticipantId, participant => participant.Id, (vote, participant) => new { vote, participant.Pseudonym })
            .ToListAsync(cancel);
        var painting = found.painting;
        return new TripletDetail
        {
            CampaignId = found.triplet.CampaignId,
            Triplet = TripletBrowsing.Card(found.triplet, painting),
            Votes = [.. votes.Select(row => new TripletVote(
                row.vote.CastAt, row.vote.Round, Pseudonym.Short(row.Pseudonym), row.vote.Choice, row.vote.AOnLeft ? Variation.A : Variation.B, row.vote.ResponseMs, row.vote.Status))],
            Painting = new PaintingDetail(
                painting.Id, painting.Number, painting.Seeds, PaintingVariations.Read(painting.Variations), painting.Generator, painting.Seconds, painting.PaintedAt, painting.Failure,
                painting.Pictures ?? [], await Manifests(painting.Manifests ?? [], cancel)),
        };
    }

    private async Task<IReadOnlyList<JsonElement>> Manifests(string[] hashes, CancellationToken cancel)
    {
        var manifests = new List<JsonElement>();
        foreach (var hash in hashes)
        {
            try
            {
                manifests.Add(JsonSerializer.Deserialize<JsonElement>(await objects.Get(ObjectKeys.Manifest(hash), cancel)));
            }
            catch (ObjectMissingException)
            {
                // The drawer shows what is there; verifying pictures is not its task.
                manifests.Add(JsonSerializer.SerializeToElement(new { missing = hash }));
            }
        }

        return manifests;
    }
}
