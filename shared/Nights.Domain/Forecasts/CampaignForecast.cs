using Nights.Domain.Campaigns;

namespace Nights.Domain.Forecasts;

/// <summary>What a campaign is expected to bring and to cost before it starts, under stated expectations of its triplets and its people.</summary>
public sealed record CampaignForecast
{
    private const int MostSimulated = 3000;
    private const int TripletsOfRotation = 3;

    /// <summary>Triplets of the campaign, if none is screened out.</summary>
    public required int Triplets { get; init; }

    /// <summary>Of one triplet: see the figures of a policy.</summary>
    public required Estimate Votes { get; init; }
    public required Estimate Accepted { get; init; }
    public required Estimate ClearKept { get; init; }
    public required Estimate CoinFlipsKept { get; init; }
    public required Estimate FalseAccepts { get; init; }

    /// <summary>Triplets that will be kept.</summary>
    public required int AcceptedTriplets { get; init; }

    /// <summary>Paid trials until every triplet is decided.</summary>
    public required long Trials { get; init; }

    /// <summary>Their pay in minor units; pictures of a paid service are not in it.</summary>
    public required long CostMinor { get; init; }

    /// <summary>The standard error of the pay.</summary>
    public required long CostErrorMinor { get; init; }

    /// <summary>Pay of one kept triplet in minor units; null when none is kept.</summary>
    public required double? CostPerAcceptedMinor { get; init; }

    /// <summary>What the campaign may spend on trials: its cap less the pictures it pays for.</summary>
    public required long CapMinor { get; init; }

    /// <summary>People who come, and of them those who will be excluded.</summary>
    public required int Participants { get; init; }
    public required int Excluded { get; init; }

    /// <summary>What was expected, so that a forecast can be read without its question.</summary>
    public required PeopleMix People { get; init; }
    public required TripletMix Mix { get; init; }

    /// <summary>Whether the cap pays for all of it.</summary>
    public bool WithinCap => CostMinor <= CapMinor;

    /// <summary>The forecast of a checked spec. Same spec and expectations, same forecast.</summary>
    /// <exception cref="ArgumentException">An expectation is no share.</exception>
    public static CampaignForecast Of(CampaignSpec spec, PeopleMix people, TripletMix mix)
    {
        var triplets = spec.Painting.Count * (spec.Painting.Roles is TripletRoles.Rotate ? TripletsOfRotation : 1);
        var figures = SimulatePolicy.Run(new ForecastPlan
        {
            Votes = spec.Votes,
            Quality = spec.Quality,
            Hit = spec.Hit,
            People = people,
            Triplets = mix,
            Count = Math.Min(triplets, MostSimulated),
            Seed = spec.Seed,
        });
        var scale = (double)triplets / figures.Triplets;
        var trials = figures.Trials * triplets;
        var pay = spec.Budget.PayPerTrialMinor;
        return new CampaignForecast
        {
            Triplets = triplets,
            Votes = figures.Votes,
            Accepted = figures.Accepted,
            ClearKept = figures.ClearKept,
            CoinFlipsKept = figures.CoinFlipsKept,
            FalseAccepts = figures.FalseAccepts,
            AcceptedTriplets = (int)Math.Round(figures.Accepted.Mean * triplets),
            Trials = (long)Math.Round(trials),
            CostMinor = (long)Math.Round(trials * pay),
            CostErrorMinor = (long)Math.Ceiling(figures.Votes.Mean > 0 ? trials * pay * figures.Votes.Error / figures.Votes.Mean : 0),
            CostPerAcceptedMinor = figures.Accepted.Mean > 0 ? figures.TrialsPerAccepted * pay : null,
            CapMinor = spec.Budget.CapMinor - Budgets.ImageCost.OfPainting(spec.Painting) * spec.Painting.Count,
            Participants = (int)Math.Round(figures.Participants * scale),
            Excluded = (int)Math.Round(figures.Excluded * scale),
            People = people,
            Mix = mix,
        };
    }
}
