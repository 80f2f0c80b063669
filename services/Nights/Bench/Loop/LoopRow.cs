namespace Nights.Local.Bench.Loop;

/// <summary>What one way to spend the budget came to at one seed.</summary>
/// <param name="Seed">Paintings, people and training.</param>
/// <param name="Arm">Which way.</param>
/// <param name="Votes">Given.</param>
/// <param name="Accepted">Triplets kept.</param>
/// <param name="VotesPerAccepted">Votes for each.</param>
/// <param name="Decided">Triplets accepted or dropped within the budget.</param>
/// <param name="Screened">Triplets never shown.</param>
/// <param name="FalseShare">Share of the kept whose label is not that of most people, by the formula that people follow.</param>
/// <param name="Agreement">2AFC on the held-out triplets that people agree on, of the metric trained on what was kept.</param>
/// <param name="AgreementOnAll">2AFC on all held-out triplets.</param>
internal sealed record LoopRow(
    int Seed, string Arm, int Votes, int Accepted, double VotesPerAccepted, int Decided, int Screened, double FalseShare, double Agreement, double AgreementOnAll);
