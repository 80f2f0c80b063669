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

    /// <summary>200 bytes that look like no other number's; changed, they are still a near-duplicate: three bits of the hash and the small picture four steps brighter.</summary>
    public static byte[] Fingerprint(int number, bool changed = false)
    {
        var bytes = new byte[200];
        new Random(number).NextBytes(bytes);
        for (var i = 8; i < bytes.Length; i++) bytes[i] = (byte)(10 + bytes[i] % 200 + (changed ? 4 : 0));
        if (changed) (bytes[0], bytes[3], bytes[7]) = ((byte)(bytes[0] ^ 1), (byte)(bytes[3] ^ 16), (byte)(bytes[7] ^ 128));
        return bytes;
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
