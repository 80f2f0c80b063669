namespace Nights.Domain.Voting;

/// <summary>The two candidates of a triplet by their canonical name, whatever side they were shown on.</summary>
public enum Variation
{
    A = 0,
    B = 1,
}
