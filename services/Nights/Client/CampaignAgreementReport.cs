namespace Nights.Local.Client;

/// <summary>How far a campaign's participants agree, as far as the commands show it.</summary>
internal sealed record CampaignAgreementReport(
    int Votes,
    int Triplets,
    AgreementOnReport RoundOne,
    AgreementOnReport Gold,
    ShareReport GoldRight,
    IReadOnlyList<MethodReport> Methods,
    IReadOnlyList<PersonReport> Participants,
    string Caution);

internal sealed record AgreementOnReport(CoefficientReport KrippendorffAlpha, CoefficientReport FleissKappa);

internal sealed record CoefficientReport(double? Value, double? Low, double? High, int Items, long Votes, string? Undefined);

internal sealed record ShareReport(int Part, int Total, double? Value, double Low, double High);

internal sealed record MethodReport(string Method, int A, int B, int Tied, ShareReport AsMajority, double? MeanCertainty, int Iterations, bool Converged);

internal sealed record PersonReport(string Name, int Votes, IReadOnlyDictionary<string, AccuracyReport> Accuracy);

internal sealed record AccuracyReport(int Votes, double Value, double Low, double High);
