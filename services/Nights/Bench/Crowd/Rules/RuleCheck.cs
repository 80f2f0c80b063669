namespace Nights.Local.Bench.Crowd.Rules;

/// <summary>A rule of the crowd, and in how many places the database breaks it.</summary>
/// <param name="Rule">What must hold.</param>
/// <param name="Broken">Where it does not; 0 when all is well.</param>
internal sealed record RuleCheck(string Rule, long Broken);
