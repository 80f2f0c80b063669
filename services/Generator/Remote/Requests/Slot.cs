namespace Nights.Generator.Remote.Requests;

/// <summary>One picture wanted of a service.</summary>
/// <param name="Picture">0, 1 or 2.</param>
/// <param name="Candidate">0 for the first that is tried in its place; each one screened out is followed by the next.</param>
internal readonly record struct Slot(int Picture, int Candidate)
{
    public override string ToString() => $"{Picture}.{Candidate}";
}
