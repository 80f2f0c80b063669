using Nights.Domain.Campaigns;
using Nights.Imaging;

namespace Nights.IntegrationTests.Crowd;

/// <summary>Builds what tests need; a test names only what its claim is about.</summary>
internal static class A
{
    public static CampaignSpec Spec(int paintings, Func<CampaignSpec, CampaignSpec>? with = null)
    {
        var spec = new CampaignSpec
        {
            Name = "cats",
            Painting = new PaintingSpec { Count = paintings },
            Votes = new VoteSpec { Schedule = [2, 1] },
            Quality = new QualitySpec { Practice = 2, PracticeRight = 1, GoldShare = 0.25 },
            Hit = new HitSpec { TrialsPerPage = 4, TrialsPerHit = 8, LeaseSeconds = 600 },
        };
        return with is null ? spec : with(spec);
    }

    /// <summary>A small picture with some structure, another one for each number.</summary>
    public static PixelImage Picture(int number)
    {
        var picture = new PixelImage(32, 32);
        for (var y = 0; y < 32; y++)
            for (var x = 0; x < 32; x++)
                for (var c = 0; c < 3; c++)
                    picture.Bytes[(y * 32 + x) * 3 + c] = (byte)((x * (number % 7 + 1) + y * (number % 5 + 2) + number * (c + 3) * 11 + (number >> 8) * 29) % 251);
        return picture;
    }
}
