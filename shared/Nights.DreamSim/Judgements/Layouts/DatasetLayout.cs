namespace Nights.DreamSim.Judgements.Layouts;

/// <summary>The layouts of public data sets that can be read, by name.</summary>
public static class DatasetLayout
{
    public static readonly IReadOnlyList<string> Names = ["nights", "snapshot", "jnd", "bapps", "bapps-jnd", "things", "tid2013", "kadid10k", "retrieval"];

    /// <summary>Reads what people judged.</summary>
    /// <param name="layout">One of <see cref="Names"/>.</param>
    /// <param name="path">The folder; for jnd and things the table will do.</param>
    /// <param name="options">What of it.</param>
    /// <param name="cancel">Stops reading.</param>
    /// <exception cref="ArgumentException">Another layout.</exception>
    /// <exception cref="InvalidDataException">The data is not laid out so.</exception>
    public static JudgementSet Read(string layout, string path, LayoutOptions options, CancellationToken cancel) => layout switch
    {
        "nights" => NightsLayout.Read(path, options.Splits, options.MinVotes ?? NightsLayout.ReferenceVotes, cancel),
        "snapshot" => NightsLayout.Read(path, options.Splits ?? ["test"], options.MinVotes ?? 0, cancel),
        "jnd" => JndTable.Read(path, options.Columns ?? new JndColumns(), options.Splits, cancel),
        "bapps" => BappsLayout.Read2afc(path, cancel),
        "bapps-jnd" => BappsLayout.ReadJnd(path, cancel),
        "things" => ThingsLayout.Read(path, cancel),
        "tid2013" => QualityLayouts.ReadTid2013(path, cancel),
        "kadid10k" => QualityLayouts.ReadKadid10k(path, cancel),
        "retrieval" => RetrievalLayout.Read(path),
        _ => throw new ArgumentException($"The layout '{layout}' is none of {string.Join(", ", Names)}.", nameof(layout)),
    };
}
