using Nights.DreamSim.Triplets;
using static TorchSharp.torch;

namespace Nights.DreamSim.Training;

/// <summary>Some groups of triplets, gathered: their pictures as bytes, each once, and where the triplets find them.</summary>
internal sealed class TripletSlice : ITrainingSlice
{
    private readonly double margin;
    private readonly Tensor pictures;                                             // (pictures, 3, height, width), uint8
    private readonly List<(int Start, int Count, int Symmetry)> groups = [];
    private readonly List<(int Reference, int Left, int Right, float RightShare)> triplets = [];

    /// <param name="chosen">At least one.</param>
    /// <param name="table">All pictures of the set.</param>
    /// <param name="symmetry">One of 0 to 7 for each group: transpose (4), flip rows (2), flip columns (1).</param>
    /// <param name="margin">By how much the chosen picture should be closer.</param>
    public TripletSlice(IReadOnlyList<TripletGroup> chosen, PictureTable table, IReadOnlyList<int> symmetry, double margin)
    {
        this.margin = margin;
        var start = 0;
        foreach (var (group, turn) in chosen.Zip(symmetry))
        {
            var place = group.Pictures.Select((picture, i) => (picture, i)).ToDictionary(p => p.picture, p => start + p.i);
            triplets.AddRange(group.Triplets.Select(triplet => (place[triplet.Reference], place[triplet.Left], place[triplet.Right], triplet.RightShare)));
            groups.Add((start, group.Pictures.Count, turn));
            start += group.Pictures.Count;
        }

        pictures = table.Bytes([.. chosen.SelectMany(group => group.Pictures)]);
    }

    public int Examples => triplets.Count;

    public int Pictures => (int)pictures.shape[0];

    public Judged Judge(PerceptualModel model) => On(model.Device).Judge(model, margin);

    public void Dispose() => pictures.Dispose();

    private GroupBatch On(Device device)
    {
        var inputs = pictures.to(device).to(ScalarType.Float32).div_(255f);
        var turned = groups.Select(group => Turned(inputs.narrow(0, group.Start, group.Count), group.Symmetry)).ToArray();
        return new GroupBatch(
            cat(turned, 0), Places(triplet => triplet.Reference), Places(triplet => triplet.Left), Places(triplet => triplet.Right),
            tensor(triplets.Select(triplet => triplet.RightShare).ToArray(), device: device));

        Tensor Places(Func<(int Reference, int Left, int Right, float RightShare), int> of) =>
            tensor(triplets.Select(triplet => (long)of(triplet)).ToArray(), device: device);
    }

    private static Tensor Turned(Tensor pictures, int symmetry)
    {
        if ((symmetry & 4) != 0) pictures = pictures.transpose(2, 3);
        if ((symmetry & 2) != 0) pictures = pictures.flip(2);
        if ((symmetry & 1) != 0) pictures = pictures.flip(3);
        return pictures;
    }
}
