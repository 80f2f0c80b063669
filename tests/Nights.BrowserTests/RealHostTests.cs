using Microsoft.Playwright;
using Nights.BrowserTests.StandIn;
using Nights.BrowserTests.Visits;

namespace Nights.BrowserTests;

/// <summary>The page against the real service and its database: whatever happens, one vote a trial.</summary>
public sealed class RealHostTests(SharedBrowser browser, RealHost host) : IClassFixture<RealHost>
{
    private static readonly StandInCampaign Shape = new() { PracticeTrials = 2, Trials = 6, PageSize = 3 };

    [Fact]
    public async Task A_HIT_by_keyboard_is_one_vote_a_trial() => await OneVoteATrial(visit => visit.AnswerByKeys(Shape, 1, Shape.Trials));

    [Fact]
    public async Task A_HIT_by_touch_is_one_vote_a_trial() => await OneVoteATrial(
        async visit =>
        {
            for (var n = 1; n <= Shape.Trials; n++)
            {
                await visit.SeesTrial(n, Shape.Trials);
                await visit.Picture(n % 2 == 0 ? "left" : "right").TapAsync();
                if (n == Shape.PageSize) await visit.Button("Continue").TapAsync();
            }
        },
        Screens.Phone);

    [Fact]
    public async Task A_reload_in_the_middle_is_one_vote_a_trial() => await OneVoteATrial(async visit =>
    {
        await visit.AnswerByKeys(Shape, 1, 1);
        await visit.SeesTrial(2, Shape.Trials);
        await visit.Page.ReloadAsync();
        await visit.AnswerByKeys(Shape, 2, Shape.Trials);
    });

    [Fact]
    public async Task A_double_click_is_one_vote_a_trial() => await OneVoteATrial(async visit =>
    {
        for (var n = 1; n <= Shape.Trials; n++)
        {
            await visit.SeesTrial(n, Shape.Trials);
            await visit.Picture("left").DblClickAsync(new() { Delay = 20 });
            if (n == Shape.PageSize) await visit.Button("Continue").ClickAsync();
        }
    });

    [Fact]
    public async Task The_back_button_is_one_vote_a_trial() => await OneVoteATrial(async visit =>
    {
        for (var n = 1; n <= Shape.Trials; n++)
        {
            await visit.AnswerByKeys(Shape, n, n);
            if (n == Shape.Trials) break;
            await visit.Page.EvaluateAsync("() => history.back()");
            await visit.SeesTrial(n + 1, Shape.Trials);
        }
    });

    [Fact]
    public async Task Thirty_seconds_offline_are_one_vote_a_trial() => await OneVoteATrial(async visit =>
    {
        await visit.Page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        await visit.Context.SetOfflineAsync(true);
        var back = Task.Delay(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        for (var n = 1; n <= Shape.PageSize; n++)
        {
            await visit.SeesTrial(n, Shape.Trials);
            await visit.Page.Keyboard.PressAsync("ArrowRight");
        }

        await visit.Sees(visit.Title("Saving your last answers…"));
        await back;
        await visit.Context.SetOfflineAsync(false);
        await visit.Button("Continue").ClickAsync();
        await visit.AnswerByKeys(Shape, Shape.PageSize + 1, Shape.Trials);
    });

    [Fact]
    public async Task A_forged_link_is_refused()
    {
        await using var visit = await HitVisit.Begin(browser, host.Link.Replace("?t=", "?t=x", StringComparison.Ordinal));
        await visit.Open();
        await visit.Sees(visit.Title("This link does not work"));
    }

    private async Task OneVoteATrial(Func<HitVisit, Task> work, BrowserNewContextOptions? window = null)
    {
        var cancel = TestContext.Current.CancellationToken;
        var before = await host.Votes(cancel);
        await using var visit = await HitVisit.Begin(browser, host.Link, window);
        await visit.Open();
        await visit.BeginWork(Shape);
        await work(visit);
        await visit.SeesTheCode();

        var after = await host.Votes(cancel);
        (after.Counted - before.Counted).ShouldBe(Shape.Trials);
        (after.All - before.All).ShouldBe(Shape.Trials + Shape.PracticeTrials);
        visit.Offences.ShouldBeEmpty();
    }
}
