using Nights.DreamSim.Triplets;
using static TorchSharp.torch;

namespace Nights.DreamSim.Training;

/// <summary>Some groups' pictures, each once, and where the triplets find them.</summary>
/// <param name="Pictures">(pictures, 3, height, width), float32 in [0, 1].</param>
/// <param name="Reference">Places of the references among the pictures: (triplets), int64.</param>
/// <param name="Left">Places of the left pictures.</param>
/// <param name="Right">Places of the right pictures.</param>
/// <param name="RightShare">Share of votes for the right picture, in [0, 1]: (triplets), float32.</param>
public sealed record GroupBatch(Tensor Pictures, Tensor Reference, Tensor Left, Tensor Right, Tensor RightShare)
{
    /// <param name="groups">At least one.</param>
    /// <param name="pictures">All pictures of the set.</param>
    /// <param name="symmetry">One of 0 to 7 for each group: transpose (4), flip rows (2), flip columns (1).</param>
    /// <param name="device">Where the batch goes.</param>
    public static GroupBatch Load(IReadOnlyList<TripletGroup> groups, PictureTable pictures, Func<TripletGroup, int> symmetry, Device device)
    {
        var parts = new List<Tensor>();
        var (reference, left, right, share) = (new List<long>(), new List<long>(), new List<long>(), new List<float>());
        var start = 0;
        foreach (var group in groups)
        {
            parts.Add(Turned(pictures.Batch(group.Pictures, device), symmetry(group)));
            var place = group.Pictures.Select((picture, i) => (picture, i)).ToDictionary(p => p.picture, p => (long)(start + p.i));
            foreach (var triplet in group.Triplets)
            {
                reference.Add(place[triplet.Reference]);
                left.Add(place[triplet.Left]);
                right.Add(place[triplet.Right]);
                share.Add(triplet.RightShare);
            }

            start += group.Pictures.Count;
        }

        return new GroupBatch(
            cat(parts, 0),
            tensor(reference, device: device),
            tensor(left, device: device),
            tensor(right, device: device),
            tensor(share, device: device));
    }

    private static Tensor Turned(Tensor pictures, int symmetry)
    {
        if ((symmetry & 4) != 0) pictures = pictures.transpose(2, 3);
        if ((symmetry & 2) != 0) pictures = pictures.flip(2);
        if ((symmetry & 1) != 0) pictures = pictures.flip(3);
        return pictures;
    }
}
