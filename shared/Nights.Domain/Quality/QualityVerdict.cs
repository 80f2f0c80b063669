namespace Nights.Domain.Quality;

/// <summary>What all rules together say of a participant.</summary>
/// <param name="Findings">Broken rules, the gravest first; empty for good work.</param>
public sealed record QualityVerdict(IReadOnlyList<QualityFinding> Findings)
{
    /// <summary>The gravest action that any rule asks for.</summary>
    public QualityAction Action => Findings.Count is 0 ? QualityAction.Nothing : Findings[0].Action;

    /// <summary>The reasons of the rules that ask for the gravest action, one after the other.</summary>
    public string Reason => string.Join("; ", Findings.Where(finding => finding.Action == Action).Select(finding => finding.Reason));
}
