using Microsoft.Extensions.DependencyInjection;
using Nights.Contracts;
using Nights.Crowd.Painted;
using Nights.Domain.Campaigns;
using Nights.Domain.Perturbations;
using Nights.Domain.Triplets;
using Nights.TestServers;

namespace Nights.IntegrationTests.Crowd;

public sealed class RepeatTests(PostgresCluster cluster)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_painting_that_looks_like_an_earlier_one_is_painted_anew_and_shown_to_nobody()
    {
        await using var host = await CrowdHost.Start(cluster);
        var (campaign, messages) = await Campaign(host, 3);
        await Open(host, Printed(messages[0], 10, 20, 30) with { Screened = new Dictionary<string, int> { ["black"] = 2 } });

        // Its second picture is the first's third, a little changed.
        var repeat = Printed(messages[1], 40, 30, 50, changed: true) with { Screened = new Dictionary<string, int> { ["black"] = 1, ["flat"] = 4 } };
        (await Open(host, repeat)).ShouldBe(0);

        (await State(host, 1)).ShouldBe((PaintingState.Planned, Attempt: 1));
        (await host.Ask<string>("select screened::text from painting where number = 0")).ShouldBe("""{"black": 2}""");
        (await host.Ask<string>("select screened::text from painting where number = 1")).ShouldBe("""{"flat": 4, "black": 1, "repeat": 1}""");
        (await host.Ask<long>("select count(*) from slot where campaign_id = $1", campaign.Id)).ShouldBe(2);
        (await host.Ask<bool>("select pictures is null and ordered_at is null from painting where number = 1")).ShouldBeTrue();
        (await Open(host, Printed(messages[2], 60, 70, 80))).ShouldBe(1);
    }

    [Fact]
    public async Task A_message_of_an_older_attempt_is_passed_over_and_that_of_the_next_is_taken()
    {
        await using var host = await CrowdHost.Start(cluster);
        var (_, messages) = await Campaign(host, 2);
        await Open(host, Printed(messages[0], 10, 20, 30));
        await Open(host, Printed(messages[1], 10, 40, 50));

        (await Open(host, Printed(messages[1], 60, 70, 80))).ShouldBe(0);
        (await State(host, 1)).ShouldBe((PaintingState.Planned, Attempt: 1));
        // Both attempts in one batch, the older first.
        (await Open(host, Printed(messages[1], 10, 20, 30), Printed(messages[1], 60, 70, 80) with { Attempt = 1 })).ShouldBe(1);
        (await State(host, 1)).ShouldBe((PaintingState.Painted, Attempt: 1));
    }

    [Fact]
    public async Task After_as_many_repeats_as_the_spec_allows_a_painting_fails_and_names_the_one_it_repeats()
    {
        await using var host = await CrowdHost.Start(cluster);
        var (campaign, messages) = await Campaign(host, 2, painting => painting with { Redraws = 2, Roles = TripletRoles.Rotate });
        await Open(host, Printed(messages[0], 10, 20, 30));

        for (var attempt = 0; attempt < 3; attempt++)
        {
            (await State(host, 1)).ShouldBe((attempt is 0 ? PaintingState.Ordered : PaintingState.Planned, attempt));
            await Open(host, Printed(messages[1], 20, 100 + 2 * attempt, 101 + 2 * attempt) with { Attempt = attempt });
        }

        (await State(host, 1)).ShouldBe((PaintingState.Failed, Attempt: 2));
        (await host.Ask<string>("select failure from painting where number = 1")).ShouldStartWith("it looks like painting 0, and did so 2 times before (painting.redraws is 2)");
        (await campaign.Triplets(TripletState.Void)).ShouldBe(3);
        (await host.Ask<string>("select screened::text from painting where number = 1")).ShouldBe("""{"repeat": 3}""");
    }

    [Fact]
    public async Task Of_alike_paintings_that_come_at_once_one_is_kept()
    {
        await using var host = await CrowdHost.Start(cluster);
        var (campaign, messages) = await Campaign(host, 24);

        // All show the same third picture, in batches that race.
        var printed = messages.Select((message, index) => Printed(message, 1000 + index, 2000 + index, 30, changed: index % 2 is 0)).ToList();
        var opened = await Task.WhenAll(printed.Chunk(3).Select(batch => Open(host, batch)));

        opened.Sum().ShouldBe(1);
        (await host.Ask<long>("select count(*) from painting where state = 2")).ShouldBe(1);
        (await host.Ask<long>("select count(*) from painting where state = 0 and attempt = 1")).ShouldBe(23);
        (await host.Ask<long>("select count(*) from picture_fingerprint")).ShouldBe(3);
        (await host.Ask<long>("select count(*) from slot where campaign_id = $1", campaign.Id)).ShouldBe(2);
    }

    [Fact]
    public async Task The_look_up_finds_every_hash_within_three_bits_and_no_other()
    {
        await using var host = await CrowdHost.Start(cluster);
        var (_, messages) = await Campaign(host, 120);
        await Open(host, [.. messages.Take(60).Select((message, index) => Printed(message, 3 * index, 3 * index + 1, 3 * index + 2))]);

        var draw = new Random(5);
        var second = messages.Skip(60).Select((message, index) => message with
        {
            Pictures = [message.Pictures[0], message.Pictures[1] with { Fingerprint = Flipped(A.Fingerprint(3 * index + index % 3), index % 6) }, message.Pictures[2]],
        }).ToList();
        (await Open(host, [.. second])).ShouldBe(20);
        for (var index = 0; index < 60; index++)
            (await State(host, 60 + index)).State.ShouldBe(index % 6 <= 3 ? PaintingState.Planned : PaintingState.Painted, $"{index % 6} bits differ");

        byte[] Flipped(byte[] print, int bits)
        {
            foreach (var bit in Enumerable.Range(0, 64).OrderBy(_ => draw.Next()).Take(bits)) print[bit / 8] ^= (byte)(1 << bit % 8);
            return print;
        }
    }

    [Fact]
    public async Task Of_alike_paintings_in_one_batch_the_earlier_number_is_kept()
    {
        await using var host = await CrowdHost.Start(cluster);
        var (_, messages) = await Campaign(host, 3);
        (await Open(host, Printed(messages[2], 10, 11, 12), Printed(messages[1], 10, 21, 22), Printed(messages[0], 30, 31, 32))).ShouldBe(2);
        (await State(host, 1)).ShouldBe((PaintingState.Painted, Attempt: 0));
        (await State(host, 2)).ShouldBe((PaintingState.Planned, Attempt: 1));
    }

    [Fact]
    public async Task Variations_of_one_painting_are_alike_on_purpose_and_only_references_are_compared()
    {
        await using var host = await CrowdHost.Start(cluster);
        var (_, messages) = await Campaign(host, 4, painting => painting with
        {
            Variations = new VariationSpec { Dimensions = [PerturbationDimension.Colour, PerturbationDimension.Pose] },
        });
        (await Open(host, Printed(messages[0], 10, 20, 30))).ShouldBe(1);
        (await Open(host, Printed(messages[1], 20, 10, 30))).ShouldBe(1);
        (await Open(host, Printed(messages[2], 20, 40, 50))).ShouldBe(0);
        (await host.Ask<long>("select count(*) from picture_fingerprint where place = 0")).ShouldBe(2);
        (await host.Ask<long>("select count(*) from picture_fingerprint")).ShouldBe(2);
    }

    [Fact]
    public async Task Pictures_without_fingerprints_and_those_of_other_campaigns_are_not_compared()
    {
        await using var host = await CrowdHost.Start(cluster);
        var (_, messages) = await Campaign(host, 3);
        var (_, others) = await Campaign(host, 1);
        (await Open(host, messages[0], messages[1])).ShouldBe(2);
        (await Open(host, Printed(messages[2], 10, 20, 30))).ShouldBe(1);
        (await Open(host, Printed(others[0], 10, 20, 30))).ShouldBe(1);
    }

    private static async Task<(CampaignAtWork Campaign, IReadOnlyList<TripletPainted> Messages)> Campaign(
        CrowdHost host, int paintings, Func<PaintingSpec, PaintingSpec>? with = null)
    {
        var campaign = await CampaignAtWork.Insert(host, A.Spec(paintings, spec => with is null ? spec : spec with { Painting = with(spec.Painting) }), CampaignState.Running);
        return (campaign, await campaign.Painted());
    }

    private static TripletPainted Printed(TripletPainted message, int first, int second, int third, bool changed = false) => message with
    {
        Pictures =
        [
            message.Pictures[0] with { Fingerprint = A.Fingerprint(first, changed) },
            message.Pictures[1] with { Fingerprint = A.Fingerprint(second, changed) },
            message.Pictures[2] with { Fingerprint = A.Fingerprint(third, changed) },
        ],
    };

    private static Task<int> Open(CrowdHost host, params TripletPainted[] messages) => host.Services.GetRequiredService<OpenPainted>().Run(messages, Cancel);

    private static async Task<(PaintingState State, int Attempt)> State(CrowdHost host, int number) => (
        (PaintingState)await host.Ask<short>("select state from painting where number = $1", number), await host.Ask<int>("select attempt from painting where number = $1", number));
}
