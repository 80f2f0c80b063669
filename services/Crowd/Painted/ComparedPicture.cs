using Nights.Contracts;
using Nights.Domain.Campaigns;
using Nights.Domain.Triplets;

namespace Nights.Crowd.Painted;

/// <summary>A picture as it is compared with those of other paintings.</summary>
/// <param name="Place">Which picture of its painting.</param>
/// <param name="Hash">64 bits.</param>
/// <param name="Thumbnail">192 bytes.</param>
internal sealed record ComparedPicture(short Place, long Hash, byte[] Thumbnail)
{
    public int Brightness { get; } = PictureLikeness.Brightness(Thumbnail);

    public bool IsNear(ComparedPicture other) => PictureLikeness.IsNear(Hash, Thumbnail, other.Hash, other.Thumbnail);

    /// <summary>
    /// What is compared of a painting: all three pictures, or picture 0 alone where the others are variations of it and alike on purpose. Pictures without a
    /// fingerprint, or with one of another length, are not compared.
    /// </summary>
    public static IReadOnlyList<ComparedPicture> Of(TripletPainted message, CampaignSpec spec) =>
    [
        .. message.Pictures
            .Take(spec.Painting.Variations is null ? message.Pictures.Count : 1)
            .Select((picture, place) => (picture.Fingerprint, place))
            .Where(picture => picture.Fingerprint?.Length is PictureLikeness.FingerprintBytes)
            .Select(picture => new ComparedPicture((short)picture.place, PictureLikeness.Hash(picture.Fingerprint), picture.Fingerprint![PictureLikeness.HashBytes..])),
    ];
}
