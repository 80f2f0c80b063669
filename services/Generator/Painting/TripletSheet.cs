using Nights.Contracts;
using Nights.Diffusion.Pipelines;
using Nights.Diffusion.Variations;
using Nights.Domain.Perturbations;
using Nights.Domain.Randomness;
using Nights.Imaging.Measures;
using PaintedPicture = Nights.Diffusion.Pipelines.PaintedPicture;

namespace Nights.Generator.Painting;

/// <summary>
/// The three places of one order while it is painted. What the screening turns away is painted again from the next derived seed, a bounded number of times, and
/// counted by reason; a variation is painted again with its reference when that changes. All of it follows from the order.
/// </summary>
internal sealed class TripletSheet
{
    public const int Pictures = 3;

    private readonly PaintTriplet order;
    private readonly IReadOnlyList<Perturbation>[] perturbations;
    private readonly PaintedPicture?[] painted = new PaintedPicture?[Pictures];
    private readonly int[] candidates = new int[Pictures];
    private readonly ScreeningCounts screened = new();

    /// <exception cref="OrderRefusedException">There are not three seeds, or the variations are not for three pictures or not known.</exception>
    public TripletSheet(PaintTriplet order)
    {
        this.order = order;
        if (order.Seeds.Count != Pictures)
            throw new OrderRefusedException($"{order.Seeds.Count} seeds were ordered; a triplet has {Pictures}.");
        perturbations = TripletOrder.Perturbations(order);
    }

    public IReadOnlyDictionary<string, int> Screened => screened.ByReason;

    /// <summary>The pictures that are still to be painted.</summary>
    public IReadOnlyList<PictureOrder> Wanted => [.. Enumerable.Range(0, Pictures).Where(place => painted[place] is null).Select(Candidate)];

    /// <summary>The three pictures, once nothing is wanted.</summary>
    public IReadOnlyList<PaintedPicture> Finished => painted!;

    private bool IsControlled => perturbations.Any(list => list.Count > 0);

    /// <summary>Takes what was painted for <see cref="Wanted"/>, in its order, and turns away what must not be in a triplet.</summary>
    /// <exception cref="PaintingRefusedException">A place has had all its candidates.</exception>
    public void Take(IEnumerable<PaintedPicture> pictures)
    {
        var next = pictures.GetEnumerator();
        for (var place = 0; place < Pictures; place++)
            if (painted[place] is null && next.MoveNext())
                painted[place] = next.Current;
        for (var place = 0; place < Pictures; place++)
            if (painted[place] is { } picture && Reason(place, picture) is { } reason)
                TurnAway(place, reason, picture);
    }

    private PictureOrder Candidate(int place)
    {
        // A variation is its reference's prompt and seed, changed; elsewhere each picture has its own seed.
        var reference = perturbations[place].Count > 0 ? 0 : place;
        return new PictureOrder
        {
            Prompt = order.Prompt,
            NegativePrompt = order.NegativePrompt,
            Seed = CandidateSeed.Of(order.Seeds[reference], order.Attempt, candidates[reference]),
            Perturbations = [.. perturbations[place].Select(perturbation =>
                perturbation with { Seed = CandidateSeed.Of(perturbation.Seed, order.Attempt, candidates[place]) })],
        };
    }

    private string? Reason(int place, PaintedPicture picture) =>
        picture.Fault is { } fault ? ScreeningCounts.Of(fault)
        : Enumerable.Range(0, place).Any(earlier => painted[earlier] is { Fault: null } other && IsRepeated(other, picture)) ? ScreeningCounts.NearDuplicate
        : null;

    /// <summary>Three seeds must give three pictures one can tell apart. A variation may be as near its reference as its level says, but not the same.</summary>
    private bool IsRepeated(PaintedPicture earlier, PaintedPicture later) => IsControlled
        ? earlier.Image.Bytes.SequenceEqual(later.Image.Bytes)
        : Fingerprint.IsNearDuplicate(Fingerprint.Of(earlier.Image), Fingerprint.Of(later.Image));

    private void TurnAway(int place, string reason, PaintedPicture picture)
    {
        screened.Add(reason);
        // Where no other seed takes part, only another reference gives another picture.
        var changed = perturbations[place].Count > 0 && !perturbations[place].Any(perturbation => OperatorNeeds.Of(perturbation.Operator).Seed) ? 0 : place;
        if (++candidates[changed] > order.Redraws)
            throw new PaintingRefusedException(Sentence(place, reason, picture), new PaintingToll(screened.ByReason, CostMinor: 0));
        painted[place] = painted[changed] = null;
        if (changed != 0)
            return;
        for (var variation = 1; variation < Pictures; variation++)
            if (perturbations[variation].Count > 0)
                painted[variation] = null;
    }

    private string Sentence(int place, string reason, PaintedPicture picture) =>
        $"Picture {place} was screened out {order.Redraws + 1} times ({screened}); last: "
        + (reason == ScreeningCounts.NearDuplicate ? "it is too like another picture of the triplet." : $"{new PictureFaultException(picture.Order, picture.Fault!.Value).Message}");
}
