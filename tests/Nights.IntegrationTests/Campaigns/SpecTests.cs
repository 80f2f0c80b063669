using System.Net;
using System.Text;
using Nights.TestServers;

namespace Nights.IntegrationTests.Campaigns;

public sealed class SpecTests(PostgresCluster postgres)
{
    [Fact]
    public async Task Every_error_of_a_spec_names_its_field_its_value_its_limit_and_its_line()
    {
        await using var host = await CampaignsHost.Start(postgres);
        (string Yaml, string Path, string[] Says)[] cases =
        [
            ("name: cats\npainting:\n  cuont: 3\n", "painting.cuont", ["not a key", "count", "line 3"]),
            ("name: cats\npainting:\n  count: eight\n", "painting.count", ["'eight'", "whole number", "line 3"]),
            ("name: cats\npainting:\n  count: 0\nprompts:\n  sets: [cifar10]\n", "painting.count", ["0", "1", "1000000"]),
            ("name: cats\nvotes: [2, 1]\n", "votes", ["group of keys", "line 2"]),
            ("name: cats\nvotes:\n  rule: loudest\n", "votes.rule", ["'loudest'", "unanimous"]),
            ("painting:\n  count: 3\n", "name", ["missing"]),
            ("name: Big Cats\nprompts:\n  sets: [cifar10]\n", "name", ["Big Cats", "2 to 60"]),
            ("name: cats\nname: dogs\n", "", ["line 2"]),
            ("name: &a cats\n", "", ["anchors", "line 1"]),
            ("", "", ["empty"]),
        ];
        foreach (var (yaml, path, says) in cases)
        {
            var answer = await host.PostSpec(yaml);
            answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest, yaml);
            var errors = (await CampaignsHost.Body(answer)).GetProperty("errors").EnumerateArray().ToList();
            var error = errors.First(one => one.GetProperty("path").GetString() == path).GetProperty("message").GetString()!;
            foreach (var word in says) error.ShouldContain(word, Case.Insensitive, yaml);
        }

        (await host.Ask<long>("select count(*) from campaign")).ShouldBe(0);
    }

    [Fact]
    public async Task A_spec_may_be_json_and_a_name_that_is_there_gets_the_next_version()
    {
        await using var host = await CampaignsHost.Start(postgres);
        await host.Draft(5);
        const string Json = """{ "name": "cats", "prompts": { "sets": ["cifar10"] }, "votes": { "schedule": [3, 2], "rule": "majority" } }""";

        var answer = await host.Operator.PostAsync("/api/v1/campaigns", new StringContent(Json, Encoding.UTF8, "application/json"), TestContext.Current.CancellationToken);

        answer.StatusCode.ShouldBe(HttpStatusCode.Created);
        var created = await CampaignsHost.Body(answer);
        created.GetProperty("version").GetInt32().ShouldBe(2);
        var spec = (await host.Show(created.GetProperty("id").GetGuid())).GetProperty("spec");
        spec.GetProperty("votes").GetProperty("rule").GetString().ShouldBe("majority");
        spec.GetProperty("votes").GetProperty("schedule").EnumerateArray().Select(votes => votes.GetInt32()).ShouldBe([3, 2]);
    }
}
