namespace Nights.DreamSim.Import;

/// <summary>Where an imported model came from; written beside it as <c>import.json</c>.</summary>
public sealed record ImportReport
{
    public const string FileName = "import.json";

    /// <summary>The files that were read.</summary>
    public required IReadOnlyList<ImportedFile> Files { get; init; }

    /// <summary>Backbones in the order in which their features are joined, as <c>family</c>, size and feature.</summary>
    public required IReadOnlyList<string> Backbones { get; init; }

    /// <summary>Rank and alpha of the adapter, if there is one.</summary>
    public string? Adapter { get; init; }

    /// <summary>Hidden width of the head, if there is one.</summary>
    public int? Head { get; init; }
}

/// <summary>A file of an import.</summary>
/// <param name="Name">Without its folder.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="Sha256">In hexadecimal.</param>
/// <param name="Holds">What was taken from it.</param>
public sealed record ImportedFile(string Name, long Bytes, string Sha256, string Holds);
