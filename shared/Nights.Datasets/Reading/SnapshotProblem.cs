namespace Nights.Datasets.Reading;

/// <summary>One thing wrong with a snapshot on disk.</summary>
/// <param name="Path">The file, below the snapshot's root.</param>
/// <param name="Kind">What kind of damage.</param>
/// <param name="Message">What was found and what was expected.</param>
public sealed record SnapshotProblem(string Path, SnapshotDamage Kind, string Message)
{
    public override string ToString() => $"{Path}: {Message}";
}
