using Nights.Local.Client;
using Nights.Local.Commands;
using Nights.Local.Simulation;
using Nights.Local.Simulation.Pages;
using Nights.Local.Simulation.People;
using Nights.Local.Simulation.Sight;

namespace Nights.IntegrationTests.Simulation;

public sealed class FleetTests
{
    private static readonly PerceptualOracle Oracle = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_acknowledged_answer_is_stored_once()
    {
        await using var crowd = await new StandInCrowd(triplets: 16, votes: 4).Start();
        var result = await Send(crowd, new() { Link = crowd.Link, Participants = 8 });

        result.Errors.ShouldBeEmpty();
        result.AcknowledgedSubmissions.Order().ShouldBe(crowd.Stored.Select(answer => answer.Submission).Order());
        result.Acknowledged.ShouldBe(16 * 4 + 8 * StandInCrowd.Practice);
        (result.Sent, result.Practice, result.HitsFinished, result.Repeats).ShouldBe((result.Acknowledged, 16, 8, 0));
        result.PayMinor.ShouldBe(16 * 4 * 2);
        crowd.PicturesServed.ShouldBe((int)result.Sent * 3);
        result.Kinds.ShouldHaveSingleItem().ShouldBe(new KindResult("good", 8, result.Acknowledged, 0));
    }

    [Fact]
    public async Task An_answer_whose_confirmation_was_lost_is_sent_again_as_the_same_submission()
    {
        await using var crowd = await new StandInCrowd(triplets: 8, votes: 3) { CutEvery = 5 }.Start();
        var result = await Send(crowd, new() { Link = crowd.Link, Participants = 3 });

        result.Errors.ShouldBeEmpty();
        result.Repeats.ShouldBeGreaterThan(3);
        crowd.Stored.Select(answer => answer.Submission).ShouldBeUnique();
        result.AcknowledgedSubmissions.Order().ShouldBe(crowd.Stored.Select(answer => answer.Submission).Order());
    }

    [Fact]
    public async Task A_duplicate_participant_is_stored_once_and_answered_alike()
    {
        await using var crowd = await new StandInCrowd(triplets: 8, votes: 2).Start();
        var result = await Send(crowd, new() { Link = crowd.Link, Participants = 2, Mix = ParticipantMix.Parse("duplicate") });

        result.Errors.ShouldBeEmpty();
        crowd.Stored.Count.ShouldBe(16 + 2 * StandInCrowd.Practice);
        result.Acknowledged.ShouldBe(crowd.Stored.Count);
    }

    [Fact]
    public async Task The_left_kind_presses_left_on_both_candidates()
    {
        await using var crowd = await new StandInCrowd(triplets: 8, votes: 4).Start();
        await Send(crowd, new() { Link = crowd.Link, Participants = 4, Mix = ParticipantMix.Parse("left") });
        crowd.Stored.ShouldAllBe(answer => answer.Left);
        crowd.Stored.Select(answer => answer.A).Distinct().Count().ShouldBe(2);
    }

    [Fact]
    public async Task Quitters_leave_in_the_middle_of_the_hit()
    {
        await using var crowd = await new StandInCrowd(triplets: 40, votes: 6).Start();
        var result = await Send(crowd, new() { Link = crowd.Link, Participants = 6, Mix = ParticipantMix.Parse("quitter") });
        (result.Left, result.HitsFinished, crowd.Leaves).ShouldBe((6, 0, 6));
        crowd.Stored.Where(answer => answer.Triplet >= 0).GroupBy(answer => answer.Participant).ShouldAllBe(group => group.Count() >= 1 && group.Count() < StandInCrowd.PerHit);
    }

    [Fact]
    public async Task Who_reloads_in_the_middle_of_a_page_answers_every_trial_once()
    {
        await using var crowd = await new StandInCrowd(triplets: 16, votes: 4).Start();
        var result = await Send(crowd, new() { Link = crowd.Link, Participants = 8, Mix = ParticipantMix.Parse("reload") });
        (result.ErrorCount, result.Left, result.HitsFinished).ShouldBe((0, 0, 8));
        crowd.Stored.Count.ShouldBe(16 * 4 + 8 * StandInCrowd.Practice);
        crowd.Opens.ShouldBeGreaterThan(2 * 8, "the first visit, the reload, and the look for another HIT");
    }

    [Fact]
    public async Task Who_vanishes_tells_nobody()
    {
        await using var crowd = await new StandInCrowd(triplets: 40, votes: 6).Start();
        var result = await Send(crowd, new() { Link = crowd.Link, Participants = 6, Mix = ParticipantMix.Parse("ghost") });
        (result.Left, result.HitsFinished, crowd.Leaves, result.ErrorCount).ShouldBe((6, 0, 0, 0));
    }

    [Fact]
    public async Task Who_is_late_sends_the_rest_after_the_lease()
    {
        await using var crowd = await new StandInCrowd(triplets: 8, votes: 1) { Lease = TimeSpan.FromSeconds(1) }.Start();
        var result = await Send(crowd, new() { Link = crowd.Link, Participants = 1, Mix = ParticipantMix.Parse("late") });
        result.ErrorCount.ShouldBe(0);
        crowd.Stored.Count.ShouldBe(8 + StandInCrowd.Practice);
        crowd.AnsweredLate.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task An_excluded_participant_stops()
    {
        await using var crowd = await new StandInCrowd(triplets: 8, votes: 2) { ExcludeAfter = 3 }.Start();
        var result = await Send(crowd, new() { Link = crowd.Link, Participants = 2, Mix = ParticipantMix.Parse("spammer") });
        (result.Excluded, result.ErrorCount).ShouldBe((2, 0));
        crowd.Stored.Count(answer => answer.Triplet >= 0).ShouldBe(6);
    }

    [Fact]
    public async Task One_after_another_the_same_people_choose_the_same_pictures_on_whatever_sides()
    {
        await using var one = await new StandInCrowd(triplets: 12, votes: 3, sides: 1).Start();
        await using var other = await new StandInCrowd(triplets: 12, votes: 3, sides: 2).Start();
        foreach (var crowd in new[] { one, other })
            await Send(crowd, new() { Link = crowd.Link, Participants = 6, AtOnce = 1, Seed = 9, Mix = ParticipantMix.Parse("good:0.6,spammer:0.4") });

        one.Stored.Select(answer => answer.Left).ShouldNotBe(other.Stored.Select(answer => answer.Left));
        Choices(one).ShouldBe(Choices(other));
        Choices(one).Count.ShouldBe(36);

        static List<(string, int, bool)> Choices(StandInCrowd crowd) =>
            [.. crowd.Stored.Where(answer => answer.Triplet >= 0).Select(answer => (answer.Participant, answer.Triplet, answer.A))];
    }

    [Fact]
    public async Task New_participants_keep_coming_until_everything_is_decided()
    {
        await using var crowd = await new StandInCrowd(triplets: 20, votes: 5).Start();
        var result = await Send(crowd, new() { Link = crowd.Link, Participants = 2, Until = _ => Task.FromResult(crowd.IsDecided) });
        crowd.IsDecided.ShouldBeTrue();
        result.Participants.ShouldBeGreaterThan(2);
        result.ErrorCount.ShouldBe(0);
    }

    [Fact]
    public async Task A_closed_campaign_sends_everybody_home()
    {
        await using var crowd = await new StandInCrowd(triplets: 1, votes: 1) { Closed = true }.Start();
        var result = await Send(crowd, new() { Link = crowd.Link, Participants = 50, AtOnce = 2 });
        result.Participants.ShouldBeLessThanOrEqualTo(3);
        (result.Acknowledged, result.ErrorCount).ShouldBe((0, 0));
    }

    [Fact]
    public async Task A_link_that_is_refused_is_told_with_its_reason()
    {
        await using var crowd = await new StandInCrowd(triplets: 1, votes: 1).Start();
        var result = await Send(crowd, new() { Link = crowd.Link with { Token = "forged" }, Participants = 1 });
        result.Errors.ShouldHaveSingleItem().ShouldContain("POST /api/hit/sessions was refused: 401 link-invalid");
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_given_up_on_when_the_patience_is_over()
    {
        var nowhere = new HitLink(new Uri("http://127.0.0.1:9/"), "one", "secret");
        var result = await new Fleet(new() { Link = nowhere, Participants = 1, CallPatience = TimeSpan.FromMilliseconds(300) }, Oracle, TimeProvider.System).Run(null, Cancel);
        result.Errors.ShouldHaveSingleItem().ShouldContain("nobody answered");
        result.Repeats.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Answers_keep_to_the_rate()
    {
        await using var crowd = await new StandInCrowd(triplets: 8, votes: 2).Start();
        var result = await Send(crowd, new() { Link = crowd.Link, Participants = 2, Rate = 40 });
        result.Seconds.ShouldBeGreaterThan((result.Sent - 1) / 40.0);
    }

    [Fact]
    public async Task The_command_takes_a_link()
    {
        await using var crowd = await new StandInCrowd(triplets: 8, votes: 2).Start();
        var link = $"{crowd.Link.Site}w/one?t=secret";
        (await SimulateCommand.Create().Parse(["--link", link, "--participants", "2", "--profile", "good:0.5,fast:0.5", "--json"]).InvokeAsync(cancellationToken: Cancel)).ShouldBe(0);
        crowd.Stored.Count.ShouldBe(16 + 2 * StandInCrowd.Practice);
    }

    [Fact]
    public async Task The_operators_api_gives_a_link_and_says_when_all_is_decided()
    {
        await using var crowd = await new StandInCrowd(triplets: 4, votes: 1).Start();
        using var client = new OperatorClient(crowd.Link.Site, "operator");
        using var stranger = new OperatorClient(crowd.Link.Site, "wrong");
        var door = new CampaignDoor(client, "one", TimeProvider.System);
        (await door.Link(Cancel)).ShouldBe(crowd.Link);
        (await door.IsDecided(Cancel)).ShouldBeFalse();
        await Send(crowd, new() { Link = crowd.Link, Participants = 1 });
        (await door.IsDecided(Cancel)).ShouldBeTrue();
        (await Should.ThrowAsync<CommandFailedException>(() => new CampaignDoor(stranger, "one", TimeProvider.System).Link(Cancel))).Message.ShouldContain("does not know this operator key");
    }

    [Theory]
    [InlineData("", "Give either --link or --campaign.")]
    [InlineData("--link a --campaign b", "Give either --link or --campaign.")]
    [InlineData("--link a --until-done", "--until-done asks the operator's API; give --campaign.")]
    [InlineData("--link a --participants 0", "--participants is 0; 1 to 100000 are possible.")]
    [InlineData("--link a --rate 0", "--rate is 0; a number above 0 is possible.")]
    [InlineData("--link a --profile god", "Profile 'god': there is no participant 'god'; there are good, spammer, left, quitter, duplicate, fast, alternating, careless, learner, tired, sloppy, bursty, ghost, reload, late.")]
    public void Bad_usage_is_told(string arguments, string message) =>
        SimulateCommand.Create().Parse(arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Errors.Select(error => error.Message).ShouldContain(message);

    [Theory]
    [InlineData("http://localhost:8080/w/abc?t=tok", "http://localhost:8080/", "abc", "tok")]
    [InlineData("https://example.org/study/w/abc?t=t-k_1&participant=x", "https://example.org/study/", "abc", "t-k_1")]
    public void A_hit_link_is_read(string link, string site, string campaign, string token) =>
        HitLink.Parse(link).ShouldBe(new HitLink(new Uri(site), campaign, token));

    [Theory]
    [InlineData("nonsense", "is not a web address")]
    [InlineData("http://localhost/x?t=1", "names no campaign")]
    [InlineData("http://localhost/w/abc", "carries no token")]
    public void A_link_that_is_none_is_told(string link, string message) => Should.Throw<FormatException>(() => HitLink.Parse(link)).Message.ShouldContain(message);

    private static Task<FleetResult> Send(StandInCrowd crowd, FleetOptions options) =>
        new Fleet(options with { NothingPatience = TimeSpan.FromMilliseconds(400), NothingPause = TimeSpan.FromMilliseconds(50) }, Oracle, TimeProvider.System).Run(null, Cancel);
}
