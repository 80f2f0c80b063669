namespace Nights.Campaigns.Agreement;

/// <summary>How far a campaign's participants agree, and what each method makes of their votes.</summary>
public sealed record AgreementView
{
    /// <summary>Counted votes; quarantined, late and reported ones are not in.</summary>
    public required int Votes { get; init; }

    /// <summary>Triplets with such a vote.</summary>
    public required int Triplets { get; init; }

    public required AgreementOn RoundOne { get; init; }

    /// <summary>On the hidden gold.</summary>
    public required AgreementOn Gold { get; init; }

    /// <summary>Share of gold answers that were right.</summary>
    public required ShareView GoldRight { get; init; }

    public required IReadOnlyList<MethodView> Methods { get; init; }

    /// <summary>Everybody with a counted or a gold answer, the most votes first.</summary>
    public required IReadOnlyList<PersonAgreement> Participants { get; init; }

    /// <summary>What the numbers may not be read as.</summary>
    public required string Caution { get; init; }
}

public sealed record AgreementOn(CoefficientView KrippendorffAlpha, CoefficientView FleissKappa);

/// <summary>A coefficient with its 95 % interval (bootstrap over items).</summary>
/// <param name="Value">Null where it is not defined; <paramref name="Undefined"/> says why.</param>
/// <param name="Items">Items it rests on.</param>
public sealed record CoefficientView(double? Value, double? Low, double? High, int Items, long Votes, string? Undefined);

/// <summary>A share with its 95 % Wilson interval; value null when nothing was counted.</summary>
public sealed record ShareView(int Part, int Total, double? Value, double Low, double High);

/// <param name="Method">Its name, e.g. "one-coin".</param>
/// <param name="A">Triplets it labels A.</param>
/// <param name="Tied">Triplets it cannot label.</param>
/// <param name="AsMajority">Triplets labelled by both it and the majority, and how many of those alike.</param>
/// <param name="MeanCertainty">Mean probability of the label it gives (majority and Wawa: share of the weight).</param>
/// <param name="Iterations">0 where there is a closed form.</param>
public sealed record MethodView(string Method, int A, int B, int Tied, ShareView AsMajority, double? MeanCertainty, int Iterations, bool Converged);

/// <summary>One participant's accuracy in the eyes of each method that was asked for.</summary>
/// <param name="Name">Pseudonym.</param>
/// <param name="Votes">Counted votes.</param>
public sealed record PersonAgreement(Guid Id, string Name, int Votes, IReadOnlyDictionary<string, AccuracyView> Accuracy);

/// <summary>An accuracy with its 95 % interval.</summary>
/// <param name="Votes">Votes it rests on; for Wawa those on triplets with a majority.</param>
public sealed record AccuracyView(int Votes, double Value, double Low, double High);
