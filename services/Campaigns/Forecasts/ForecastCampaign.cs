using System.ComponentModel;
using Microsoft.AspNetCore.Http.HttpResults;
using Nights.Campaigns.Api;
using Nights.Campaigns.Specs;
using Nights.Domain.Campaigns;
using Nights.Domain.Forecasts;
using Nights.Domain.Jnd;

namespace Nights.Campaigns.Forecasts;

/// <summary>POST /campaigns/forecast: what a spec would bring and cost, by simulation. Nothing is stored.</summary>
internal static class ForecastCampaign
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/campaigns/forecast", Handle)
            .Accepts<CampaignSpec>("application/yaml", "application/json")
            .WithSummary("What a spec would bring and cost, by simulation")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status415UnsupportedMediaType);

    /// <summary>Why there is nothing to simulate, or null.</summary>
    public static string? WhyNone(CampaignSpec spec) => spec.Task is not CampaignTask.Jnd ? null : FormattableString.Invariant(
        $"A campaign of flashed pairs buys {spec.Jnd.Judgements} judgements for each {(spec.Jnd.Variant is JndVariant.Pair ? "pair" : "triplet")}, whatever they say; there is nothing to forecast.");

    private static async Task<Results<Ok<CampaignForecast>, ProblemHttpResult>> Handle(
        HttpRequest request,
        CancellationToken cancel,
        [Description("Share who click at random, 0 to 1")] double spammers = 0.1,
        [Description("Share who always press left, 0 to 1")] double left = 0,
        [Description("How often all others are right on a clear triplet, 0.5 to 1")] double accuracy = 0.98,
        [Description("Share of triplets on which people toss a coin, 0 to 1")] double ambiguous = 0.3)
    {
        foreach (var (name, share, least) in new[] { ("spammers", spammers, 0), ("left", left, 0), ("accuracy", accuracy, 0.5), ("ambiguous", ambiguous, 0) })
            if (!(share >= least && share <= 1)) return Refusal.Bad(FormattableString.Invariant($"{name} is {share}; {least} to 1 is possible."));
        if (spammers + left > 1) return Refusal.Bad(FormattableString.Invariant($"spammers and left together are {spammers + left}; at most 1 is possible."));

        var (spec, refused) = await SpecBody.Read(request, cancel);
        if (spec is null) return refused!;
        if (WhyNone(spec) is { } why) return Refusal.Bad(why);
        var people = new PeopleMix { Spammers = spammers, Left = left, Accuracy = accuracy };
        return TypedResults.Ok(await Task.Run(() => CampaignForecast.Of(spec, people, new TripletMix { Ambiguous = ambiguous }), cancel));
    }
}
