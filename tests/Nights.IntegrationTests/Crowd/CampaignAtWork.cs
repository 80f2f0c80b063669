using System.Security.Cryptography;
using Nights.Contracts;
using Nights.Database.Campaigns;
using Nights.Database.Triplets;
using Nights.Domain.Campaigns;
using Nights.Domain.Storage;
using Nights.Domain.Triplets;
using Nights.Hosting.Secrecy;
using Microsoft.Extensions.DependencyInjection;

namespace Nights.IntegrationTests.Crowd;

/// <summary>A campaign in the database, as Campaigns would have planned it.</summary>
internal sealed class CampaignAtWork(CrowdHost host, Guid id, CampaignSpec spec)
{
    private readonly List<Guid> paintings = [];

    public Guid Id => id;
    public CampaignSpec Spec => spec;

    public string Link(TimeSpan? valid = null, string channel = "own") => LinkToken.Create(
        host.Services.GetRequiredService<Secrets>().Derive("links"), id, channel, host.Clock.GetUtcNow() + (valid ?? TimeSpan.FromHours(1)), Guid.CreateVersion7());

    public static async Task<CampaignAtWork> Insert(CrowdHost host, CampaignSpec spec, CampaignState state)
    {
        var campaign = new CampaignAtWork(host, Guid.CreateVersion7(), spec);
        await using var db = host.Db();
        db.Campaigns.Add(new Campaign
        {
            Id = campaign.Id,
            Name = $"{spec.Name}-{campaign.Id:N}",
            Version = 1,
            State = state,
            Spec = CampaignSpecs.Write(spec),
            CreatedAt = host.Clock.GetUtcNow(),
            CapMinor = spec.Budget.CapMinor,
            PlannedPaintings = spec.Painting.Count,
        });
        var roles = spec.Painting.Roles is TripletRoles.Rotate ? 3 : 1;
        for (var number = 0; number < spec.Painting.Count; number++)
        {
            var painting = Guid.CreateVersion7();
            campaign.paintings.Add(painting);
            db.Paintings.Add(new Painting
            {
                Id = painting,
                CampaignId = campaign.Id,
                Number = number,
                Category = number % 2 is 0 ? "cat" : "dog",
                IsImageNet = true,
                Prompt = "a picture",
                Seeds = [1, 2, 3],
                State = PaintingState.Ordered,
            });
            for (var role = 0; role < roles; role++)
            {
                db.Triplets.Add(new Triplet
                {
                    Id = Guid.CreateVersion7(),
                    CampaignId = campaign.Id,
                    PaintingId = painting,
                    Number = number * roles + role,
                    Role = role,
                    State = TripletState.Planned,
                });
            }
        }

        await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        return campaign;
    }

    /// <summary>Stores pictures, announces all paintings over the bus and waits until the crowd has taken them.</summary>
    public async Task Paint()
    {
        foreach (var message in await Painted()) await host.Publish(message);
        for (var wait = 0; await host.Ask<long>("select count(*) from painting where campaign_id = $1 and state <> 2", id) > 0; wait++)
        {
            if (wait > 300) throw new TimeoutException("The paintings were not taken within 30 seconds.");
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }
    }

    public async Task<IReadOnlyList<TripletPainted>> Painted()
    {
        var messages = new List<TripletPainted>();
        for (var i = 0; i < paintings.Count; i++)
        {
            var pictures = new List<PaintedPicture>();
            for (var k = 0; k < 3; k++)
            {
                var bytes = A.Picture(3 * i + k).EncodePng();
                var sha = Convert.ToHexStringLower(SHA256.HashData(bytes));
                await host.Objects.Put(ObjectKeys.Picture(sha), bytes, "image/png", TestContext.Current.CancellationToken);
                pictures.Add(new PaintedPicture { Sha256 = sha, DisplaySha256 = sha, ManifestSha256 = sha, Bytes = bytes.Length });
            }

            messages.Add(new TripletPainted
            {
                PaintingId = paintings[i],
                CampaignId = id,
                Pictures = pictures,
                Generator = "test",
                Seconds = 0.5,
                PaintedAt = host.Clock.GetUtcNow(),
            });
        }

        return messages;
    }

    public Task<long> Triplets(TripletState state) => host.Ask<long>("select count(*) from triplet where campaign_id = $1 and state = $2", id, (short)state);

    public Task<long> Committed() => host.Ask<long>("select committed_minor from campaign where id = $1", id);

    public Task<long> Paid() => host.Ask<long>("select coalesce(sum(pay_minor), 0)::bigint from vote where campaign_id = $1", id);
}
