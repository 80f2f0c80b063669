using System.Buffers.Binary;
using Nights.Contracts;
using Nights.Domain.Campaigns;
using Nights.Imaging.Measures;

namespace Nights.Crowd.Painted;

/// <summary>A picture as it is compared with those of other paintings.</summary>
/// <param name="Place">Which picture of its painting.</param>
/// <param name="Print">Its fingerprint.</param>
internal sealed record ComparedPicture(short Place, byte[] Print)
{
    public long Hash => Fingerprint.HashOf(Print);

    public byte[] Thumbnail => Print[Fingerprint.HashSize..];

    public int Brightness => Fingerprint.Brightness(Print);

    public bool IsNear(ComparedPicture other) => Fingerprint.IsNearDuplicate(Print, other.Print);

    /// <summary>A picture as the database keeps it.</summary>
    public static ComparedPicture Of(short place, long hash, byte[] thumbnail)
    {
        var print = new byte[Fingerprint.Size];
        BinaryPrimitives.WriteInt64BigEndian(print, hash);
        thumbnail.CopyTo(print, Fingerprint.HashSize);
        return new ComparedPicture(place, print);
    }

    /// <summary>
    /// What is compared of a painting: all three pictures, or picture 0 alone where the others are variations of it and alike on purpose. Pictures without a
    /// fingerprint, or with one of another length, are not compared.
    /// </summary>
    public static IReadOnlyList<ComparedPicture> Of(TripletPainted message, CampaignSpec spec) =>
    [
        .. message.Pictures
            .Take(spec.Painting.Variations is null ? message.Pictures.Count : 1)
            .Select((picture, place) => (picture.Fingerprint, place))
            .Where(picture => picture.Fingerprint?.Length is Fingerprint.Size)
            .Select(picture => new ComparedPicture((short)picture.place, picture.Fingerprint!)),
    ];
}
