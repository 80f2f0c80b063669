using System.Security.Cryptography;
using Nights.Database.Crowd;
using Nights.Domain.Quality;
using Nights.Domain.Storage;
using Nights.Domain.Triplets;
using Nights.Domain.Voting;

namespace Nights.IntegrationTests.Campaigns;

/// <summary>A campaign as painting and judging would have left it, written straight into the database.</summary>
internal static class JudgedCampaign
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Starts a campaign and paints all of it.</summary>
    public static async Task<Guid> Painted(CampaignsHost host, int paintings, string more = "")
    {
        var campaign = await host.Draft(paintings, more + "votes:\n  schedule: [2, 1]\n");
        (await host.Take(campaign, "start")).EnsureSuccessStatusCode();
        await CampaignsHost.Until(async () => await host.Ask<int>("select planned_paintings from campaign where id = $1", campaign) == paintings, "all is planned");
        await using var db = host.Db();
        foreach (var painting in db.Paintings.Where(painting => painting.CampaignId == campaign).ToList())
        {
            var pictures = new string[3];
            for (var place = 0; place < 3; place++)
            {
                byte[] content = [0x89, 0x50, (byte)painting.Number, (byte)place];
                pictures[place] = Convert.ToHexStringLower(SHA256.HashData(content));
                await host.Objects.Put(ObjectKeys.Picture(pictures[place]), content, "image/png", Cancel);
            }

            (painting.Pictures, painting.Displays, painting.Manifests) = (pictures, pictures, pictures);
            (painting.State, painting.PaintedAt, painting.Generator, painting.Seconds) = (PaintingState.Painted, TimeProvider.System.GetUtcNow(), "g1", 0.3);
        }

        await db.SaveChangesAsync(Cancel);
        await host.Do("update triplet set state = 1, round = 1 where campaign_id = $1", campaign);
        return campaign;
    }

    /// <summary>Decides a triplet by one counted vote for each letter, e.g. "AAA" accepts it in round 2 and "AB" drops it in round 1.</summary>
    public static async Task Judge(CampaignsHost host, Guid campaign, int number, string votes)
    {
        await using var db = host.Db();
        var triplet = db.Triplets.Single(one => one.CampaignId == campaign && one.Number == number);
        foreach (var (vote, index) in votes.Select((vote, index) => (vote, index)))
        {
            var participant = new Participant { Id = Guid.CreateVersion7(), Channel = "own", Pseudonym = RandomNumberGenerator.GetBytes(32), State = ParticipantState.Active, CreatedAt = TimeProvider.System.GetUtcNow() };
            var session = new HitSession { Id = Guid.CreateVersion7(), CampaignId = campaign, ParticipantId = participant.Id, TokenHash = RandomNumberGenerator.GetBytes(32), CreatedAt = TimeProvider.System.GetUtcNow() };
            db.AddRange(participant, session);
            db.Votes.Add(new Vote
            {
                CampaignId = campaign,
                TrialId = Guid.CreateVersion7(),
                SubmissionId = Guid.CreateVersion7(),
                SessionId = session.Id,
                ParticipantId = participant.Id,
                TripletId = triplet.Id,
                Round = index < 2 ? 1 : 2,
                Choice = vote is 'A' ? Variation.A : Variation.B,
                AOnLeft = index % 2 is 0,
                ResponseMs = 1500,
                Status = VoteStatus.Counted,
                PayMinor = 2,
                CastAt = TimeProvider.System.GetUtcNow(),
            });
        }

        (triplet.VotesA, triplet.VotesB) = (votes.Count(vote => vote is 'A'), votes.Count(vote => vote is 'B'));
        triplet.Round = votes.Length < 3 && votes is not ("AA" or "BB") ? 1 : 2;
        triplet.State = votes.Distinct().Count() is 2 ? TripletState.Dropped : votes.Length is 3 ? TripletState.Accepted : TripletState.Queued;
        triplet.DecidedAt = triplet.State is TripletState.Queued ? null : TimeProvider.System.GetUtcNow();
        await db.SaveChangesAsync(Cancel);
    }
}
