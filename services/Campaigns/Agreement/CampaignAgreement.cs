using Microsoft.EntityFrameworkCore;
using Nights.Campaigns.Participants;
using Nights.Database;
using Nights.Domain.Aggregation;
using Nights.Domain.Aggregation.Statistics;
using Npgsql;

namespace Nights.Campaigns.Agreement;

/// <summary>Reads a campaign's votes in one snapshot of the database and lets the methods run over them.</summary>
internal sealed class CampaignAgreement(IDbContextFactory<NightsDb> databases, NpgsqlDataSource source)
{
    /// <summary>The methods that run when none is named: a million votes take them a second or two.</summary>
    public static readonly IReadOnlyList<AggregationMethod> Usual =
        [AggregationMethod.Majority, AggregationMethod.Wawa, AggregationMethod.OneCoin, AggregationMethod.DawidSkene];

    public async Task<AgreementView> Of(Guid campaignId, IReadOnlyList<AggregationMethod> methods, CancellationToken cancel)
    {
        var votes = await AgreementVotes.Of(campaignId, source, cancel);
        var names = await Names(campaignId, cancel);
        return await Task.Run(() => Of(votes, methods, id => names.TryGetValue(id, out var name) ? name : "?", cancel), cancel);
    }

    /// <summary>The same from votes at hand.</summary>
    public static AgreementView Of(AgreementVotes votes, IReadOnlyList<AggregationMethod> methods, Func<Guid, string> name, CancellationToken cancel)
    {
        var majority = MajorityVote.Of(votes.All, cancel);
        var results = methods.Distinct().Select(method => method is AggregationMethod.Majority ? majority : Aggregators.Run(method, votes.All, cancel)).ToList();
        return new AgreementView
        {
            Votes = votes.All.Count,
            Triplets = votes.All.Items,
            RoundOne = On(votes.RoundOne, cancel),
            Gold = On(votes.Gold, cancel),
            GoldRight = Share(votes.GoldRight, votes.Gold.Count),
            Methods = [.. results.Select(result => View(result, majority))],
            Participants = [.. votes.People
                .Select((id, number) => new PersonAgreement(id, name(id), votes.All.VotesOf(number), results.ToDictionary(
                    result => Aggregators.Name(result.Method), result => View(result.Participants[number]))))
                .OrderByDescending(person => person.Votes).ThenBy(person => person.Name, StringComparer.Ordinal)],
            Caution = AgreementEstimate.Caution,
        };
    }

    private static AgreementOn On(Judgements judgements, CancellationToken cancel) => new(
        View(KrippendorffAlpha.Of(judgements, cancel: cancel)), View(FleissKappa.Of(judgements, cancel: cancel)));

    private static MethodView View(Consensus result, Consensus majority)
    {
        var (a, b, tied, alike, both, certainty) = (0, 0, 0, 0, 0, 0.0);
        for (var item = 0; item < result.Items; item++)
        {
            if (result.Label(item) is not { } label)
            {
                tied++;
                continue;
            }

            if (label is 0) a++;
            else b++;
            certainty += result.Posterior(item)[label];
            if (majority.Label(item) is not { } most) continue;
            both++;
            if (most == label) alike++;
        }

        return new MethodView(
            Aggregators.Name(result.Method), a, b, tied, Share(alike, both), a + b is 0 ? null : certainty / (a + b), result.Iterations, result.Converged);
    }

    private static AccuracyView View(ParticipantAccuracy accuracy) => new(accuracy.Votes, accuracy.Value, accuracy.Interval.Low, accuracy.Interval.High);

    private static CoefficientView View(AgreementEstimate estimate) =>
        new(estimate.Value, estimate.Interval?.Low, estimate.Interval?.High, estimate.Items, estimate.Votes, estimate.Undefined);

    private static ShareView Share(int part, int total)
    {
        var interval = Wilson.Of(part, total);
        return new ShareView(part, total, total is 0 ? null : (double)part / total, interval.Low, interval.High);
    }

    private async Task<Dictionary<Guid, string>> Names(Guid campaignId, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var people = await db.Participants.AsNoTracking()
            .Where(participant => db.Votes.Any(vote => vote.CampaignId == campaignId && vote.ParticipantId == participant.Id))
            .Select(participant => new { participant.Id, participant.Pseudonym })
            .ToListAsync(cancel);
        return people.ToDictionary(participant => participant.Id, participant => Pseudonym.Short(participant.Pseudonym));
    }
}
