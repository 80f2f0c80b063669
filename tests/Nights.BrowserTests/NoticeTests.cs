using System.IO.Compression;
using Microsoft.Playwright;
using Nights.BrowserTests.StandIn;
using Nights.BrowserTests.Visits;

namespace Nights.BrowserTests;

/// <summary>The screens beside the straight way: each says what happened and what to do, and each is accessible.</summary>
public sealed class NoticeTests(SharedBrowser browser)
{
    [Theory]
    [InlineData("?t=old", "This link has expired")]
    [InlineData("?t=forged", "This link does not work")]
    [InlineData("", "This link does not work")]
    public async Task A_link_that_does_not_open_says_why(string query, string title)
    {
        await using var server = await StandInCrowd.Start();
        await using var visit = await HitVisit.Begin(browser, server);
        await visit.Page.GotoAsync($"{server.Address}/w/{StandInCrowd.Campaign}{query}");

        await visit.Sees(visit.Title(title));
        (await visit.Page.Look($"notice-link-{title.Split(' ')[^1]}")).ShouldBeEmpty();
        server.Sessions.ShouldBeEmpty();
        visit.Offences.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_unknown_campaign_says_so()
    {
        await using var server = await StandInCrowd.Start();
        await using var visit = await HitVisit.Begin(browser, server);
        await visit.Page.GotoAsync($"{server.Address}/w/other?t={StandInCrowd.GoodLink}");
        await visit.Sees(visit.Title("This study does not exist"));
    }

    [Theory]
    [InlineData("closed", "This study is closed")]
    [InlineData("excluded", "Thank you for your help")]
    public async Task A_session_that_may_not_go_on_says_so(string state, string title)
    {
        await using var server = await StandInCrowd.Start(new() { State = state });
        await using var visit = await HitVisit.Begin(browser, server);
        await visit.Open();
        await visit.Sees(visit.Title(title));
        (await visit.Page.Look($"notice-{state}")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Nothing_to_do_now_offers_to_look_again_and_to_stop()
    {
        await using var server = await StandInCrowd.Start(new() { State = "consented", NoPageReason = "nothing-now" });
        await using var visit = await HitVisit.Begin(browser, server);
        await visit.Open();
        await visit.ReadHow();
        await visit.Sees(visit.Title("Nothing to judge right now"));
        (await visit.Page.Look("notice-nothing")).ShouldBeEmpty();
        await visit.Button("Stop here").ClickAsync();
        await visit.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Stop here" }).ClickAsync();
        await visit.Sees(visit.Title("Thank you"));
    }

    [Fact]
    public async Task Nothing_to_do_now_goes_on_by_itself_when_there_is()
    {
        var campaign = new StandInCampaign { State = "consented", NoPageReason = "nothing-now", PracticeTrials = 0 };
        await using var server = await StandInCrowd.Start(campaign);
        await using var visit = await HitVisit.Begin(browser, server);
        await visit.Open();
        await visit.ReadHow();
        await visit.Sees(visit.Title("Nothing to judge right now"));
        campaign.NoPageReason = null;
        await visit.SeesTrial(1, campaign.Trials);
    }

    [Theory]
    [InlineData("capped", "This study is closed")]
    [InlineData("excluded", "Thank you for your help")]
    public async Task No_page_for_good_says_so(string reason, string title)
    {
        await using var server = await StandInCrowd.Start(new() { State = "consented", NoPageReason = reason });
        await using var visit = await HitVisit.Begin(browser, server);
        await visit.Open();
        await visit.ReadHow();
        await visit.Sees(visit.Title(title));
    }

    [Fact]
    public async Task Practice_that_is_repeated_says_so()
    {
        var campaign = new StandInCampaign { State = "consented", PracticeTwice = true };
        await using var server = await StandInCrowd.Start(campaign);
        await using var visit = await HitVisit.Begin(browser, server);
        await visit.Open();
        await visit.ReadHow();
        foreach (var after in new[] { "A little more practice", "That was the practice" })
        {
            for (var n = 1; n <= campaign.PracticeTrials; n++)
            {
                await visit.SeesTrial(n, campaign.PracticeTrials);
                await visit.Picture("left").ClickAsync();
                await visit.Button("Next").ClickAsync();
            }

            await visit.Sees(visit.Title(after));
            await visit.Button("Begin").ClickAsync();
        }

        await visit.SeesTrial(1, campaign.Trials);
    }

    [Fact]
    public async Task Saying_no_records_nothing_and_can_be_reconsidered()
    {
        await using var server = await StandInCrowd.Start();
        await using var visit = await HitVisit.Begin(browser, server);
        await visit.Open();
        await visit.Button("Start").ClickAsync();
        await visit.Button("No, thank you").ClickAsync();
        await visit.Sees(visit.Title("That is fine"));
        server.Sessions.Single().State.ShouldBe("new");
        await visit.Button("Read it once more").ClickAsync();
        await visit.Sees(visit.Title("Before we start"));
    }

    [Fact]
    public async Task A_preview_shows_the_deal_and_an_example_and_nothing_can_be_started()
    {
        await using var server = await StandInCrowd.Start();
        await using var visit = await HitVisit.Begin(browser, server);
        await visit.Open("&preview=1");
        await visit.Sees(visit.Page.GetByText("Accept the task to take part"));
        await Assertions.Expect(visit.Button("Accept the task to start")).ToBeDisabledAsync();
        (await visit.Page.Look("notice-preview")).ShouldBeEmpty();
        server.Sessions.ShouldBeEmpty();
        visit.Offences.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_address_bar_keeps_no_ids()
    {
        await using var server = await StandInCrowd.Start();
        await using var visit = await HitVisit.Begin(browser, server);
        await visit.Open("&participant=p-123");
        await visit.Sees(visit.Button("Start"));
        visit.Page.Url.ShouldBe($"{server.Address}/w/{StandInCrowd.Campaign}");
    }

    [Fact]
    public void The_page_weighs_under_60_KiB_compressed()
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "wwwroot", "hit");
        using var packed = new MemoryStream();
        long total = 0;
        foreach (var file in Directory.EnumerateFiles(folder, "*.*", SearchOption.AllDirectories).Where(f => f.EndsWith(".js", StringComparison.Ordinal) || f.EndsWith(".css", StringComparison.Ordinal)))
        {
            packed.SetLength(0);
            using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true)) gzip.Write(File.ReadAllBytes(file));
            total += packed.Length;
            File.ReadLines(file).Count().ShouldBeLessThan(150, file);
        }

        total.ShouldBeInRange(1024, 60 * 1024);
    }
}
