using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Nights.Crowd.Jnd;
using Nights.Domain.Campaigns;
using Nights.Domain.Voting;

namespace Nights.IntegrationTests.Crowd.Jnd;

/// <summary>Campaigns of flashed pairs and what their participants send.</summary>
internal static class JndVisits
{
    /// <summary>A finished 2AFC campaign that has accepted so many triplets, one a painting.</summary>
    public static async Task<CampaignAtWork> Accepted(CrowdHost host, int triplets)
    {
        var source = await host.Campaign(triplets);
        await host.Do("update triplet set state = 2, decided_at = now(), votes_a = 3 where campaign_id = $1", source.Id);
        await host.Do("update slot set state = 3 where campaign_id = $1", source.Id);
        await host.Do("update campaign set state = 4 where id = $1", source.Id);
        return source;
    }

    /// <summary>A running campaign that judges those triplets, taken in and with its catch trials made.</summary>
    public static async Task<CampaignAtWork> Flashing(CrowdHost host, CampaignAtWork source, Func<CampaignSpec, CampaignSpec>? with = null)
    {
        var spec = A.Spec(0, spec => spec with
        {
            Name = "flashes",
            Task = CampaignTask.Jnd,
            Jnd = new JndSpec { Source = $"{source.Spec.Name}-{source.Id:N}@1", GapMs = 500 },
        });
        var campaign = await CampaignAtWork.Insert(host, with is null ? spec : with(spec), CampaignState.Running);
        await host.Services.GetRequiredService<JndLoop>().RunOnce(TestContext.Current.CancellationToken);
        return campaign;
    }

    /// <summary>A visitor who has agreed and passed practice.</summary>
    public static async Task<Visitor> Warm(CrowdHost host, CampaignAtWork campaign, string? participant = null)
    {
        var visitor = new Visitor(host, campaign);
        await visitor.Open(participant);
        await visitor.Consent();
        await visitor.Open(participant);
        if (visitor.State is not "consented") return visitor;
        foreach (var trial in Visitor.Trials(await visitor.Page())) (await visitor.JudgeRightly(trial)).Body.GetProperty("feedback").GetString().ShouldBe("right");
        return visitor;
    }

    /// <summary>Catch trials as they are; a triplet's pairs by what is said, A the same and B different when nothing is.</summary>
    public static async Task<Reply> JudgeRightly(this Visitor visitor, JsonElement trial, bool sameA = true, bool sameB = false)
    {
        var row = await visitor.Row(Visitor.Id(trial));
        if (row.Gold is { } identical) (sameA, sameB) = (identical is Variation.A, identical is Variation.B);
        bool[] same = trial.GetProperty("questions").GetInt32() is 1 ? [sameA] : row.AOnLeft ? [sameA, sameB] : [sameB, sameA];
        return await visitor.Judge(trial, same);
    }

    /// <param name="off">Frames by which the second step missed its plan.</param>
    public static Task<Reply> Judge(this Visitor visitor, JsonElement trial, bool[] same, Guid? submission = null, double off = 0, int hidden = 0, int retries = 0) => visitor.Post("judgements", new
    {
        submission = submission ?? Guid.NewGuid(),
        trial = Visitor.Id(trial),
        answers = same.Select(one => one ? "same" : "different"),
        responseMs = same.Select(_ => 700),
        timing = new
        {
            shownAt = DateTimeOffset.UnixEpoch,
            refreshHz = 60,
            shown = trial.GetProperty("sequence").EnumerateArray().Select((step, i) => new
            {
                stimulus = step.GetProperty("stimulus").GetString(),
                plannedMs = step.GetProperty("ms").GetInt32(),
                measuredMs = step.GetProperty("ms").GetInt32() + (i is 1 ? off * 1000 / 60 : 0),
                droppedFrames = i is 1 ? (int)off : 0,
            }),
            decoded = true,
            decodeMs = 9.5,
            hiddenCount = hidden,
            blurCount = 0,
            visibility = "visible",
            viewport = new[] { 1200, 800 },
            pixelRatio = 1.5,
            retries = Enumerable.Repeat(new { reason = "mistimed", framesOff = 2.5 }, retries),
        },
    });
}
