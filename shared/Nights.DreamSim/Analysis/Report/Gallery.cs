
namespace Nights.DreamSim.Analysis.Report;

/// <summary>The triplets on which metric and people disagree, as pictures.</summary>
internal static class Gallery
{
    public static string Draw(IReadOnlyList<Disagreement> worst) =>
        $"<div class=\"gallery\">{string.Concat(worst.Select(Triplet))}</div>";

    private static string Triplet(Disagreement triplet)
    {
        var peopleRight = triplet.RightShare > 0.5;
        return $"<figure class=\"triplet\"><div class=\"pictures\">{Picture(triplet.Reference, "reference", "")}"
            + Picture(triplet.Left, $"left, {Markup.Number(triplet.LeftDistance)}", peopleRight ? "metric" : "people")
            + Picture(triplet.Right, $"right, {Markup.Number(triplet.RightDistance)}", peopleRight ? "people" : "metric")
            + $"</div><figcaption><b>{Markup.Text(triplet.Id)}</b> {Markup.Text(triplet.About)}. {Markup.Percent(triplet.Against)} of {triplet.Votes} votes against the metric.</figcaption></figure>";
    }

    private static string Picture(string file, string caption, string chosenBy) =>
        $"<div><img src=\"{Thumbnail.Of(file)}\" alt=\"{Markup.Text(caption)}\"><span>{Markup.Text(caption)}</span>"
        + (chosenBy.Length == 0 ? "" : $"<span class=\"by {chosenBy}\">{chosenBy} chose it</span>") + "</div>";
}
