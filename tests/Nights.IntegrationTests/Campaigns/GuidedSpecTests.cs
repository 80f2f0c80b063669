using System.Net;
using Nights.Database.Campaigns;
using Nights.Domain.Campaigns;
using Nights.TestServers;

namespace Nights.IntegrationTests.Campaigns;

public sealed class GuidedSpecTests(PostgresCluster postgres)
{
    private const string Yaml = "name: cats\nprompts:\n  sets: [cifar10]\nguide:\n  model: {0}\n  screen: 0.01\n";

    private static string Guided(string model) => Yaml.Replace("{0}", model, StringComparison.Ordinal);

    [Fact]
    public async Task A_model_that_is_not_registered_is_refused_with_those_that_are()
    {
        await using var host = await CampaignsHost.Start(postgres);
        (await Refused(host, "lions")).ShouldBe("there is no model 'lions' in the registry; none is registered yet, so train one first or leave guide out.");
        await using var db = host.Db();
        await RegisteredModel.Row(db, "tigers", "1.0.0-0000beef-1");

        (await Refused(host, "tigers@2")).ShouldBe("there is no model 'tigers@2' in the registry; the newest are tigers@1.0.0-0000beef-1.");
    }

    [Fact]
    public async Task A_model_named_without_version_is_the_newest_one_for_good()
    {
        await using var host = await CampaignsHost.Start(postgres);
        await using var db = host.Db();
        await RegisteredModel.Row(db, "tigers", "1.0.0-0000beef-1");
        var newest = await RegisteredModel.Row(db, "tigers", "1.1.0-0000cafe-1");

        var id = (await CampaignsHost.Body(await host.PostSpec(Guided("tigers")))).GetProperty("id").GetGuid();

        await RegisteredModel.Row(db, "tigers", "1.2.0-0000f00d-1");
        var guidance = (await host.Show(id)).GetProperty("spec").GetProperty("guide");
        guidance.GetProperty("model").GetString().ShouldBe(newest);
        guidance.GetProperty("rank").GetBoolean().ShouldBeTrue();
        guidance.GetProperty("screen").GetDouble().ShouldBe(0.01);
        (await host.Take(id, "start")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_campaign_does_not_start_without_its_model()
    {
        await using var host = await CampaignsHost.Start(postgres);
        await using var db = host.Db();
        await RegisteredModel.Row(db, "tigers", "1.0.0-0000beef-1");
        var id = (await CampaignsHost.Body(await host.PostSpec(Guided("tigers")))).GetProperty("id").GetGuid();
        await host.Do("delete from model");

        var answer = await host.Take(id, "start");

        answer.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await CampaignsHost.Body(answer)).GetProperty("detail").GetString().ShouldStartWith("guide.model: there is no model 'tigers@1.0.0-0000beef-1' in the registry");
        (await host.Ask<int>("select state::int from campaign where id = $1", id)).ShouldBe((int)CampaignState.Draft);
    }

    [Fact]
    public void A_spec_is_written_as_before_unless_it_is_guided()
    {
        var spec = new CampaignSpec { Name = "cats" };
        CampaignSpecs.Write(spec).ShouldNotContain("\"guide\"");
        var guided = spec with { Guide = new GuideSpec { Model = "tigers@1", Rank = false, Screen = 0.02 } };
        CampaignSpecs.Read(CampaignSpecs.Write(guided)).Guide.ShouldBe(guided.Guide);
    }

    private static async Task<string> Refused(CampaignsHost host, string model)
    {
        var answer = await host.PostSpec(Guided(model));
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var error = (await CampaignsHost.Body(answer)).GetProperty("errors")[0];
        error.GetProperty("path").GetString().ShouldBe("guide.model");
        return error.GetProperty("message").GetString()!;
    }
}
