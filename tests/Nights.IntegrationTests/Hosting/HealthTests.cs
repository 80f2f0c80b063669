using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Nights.Hosting;
using Nights.Hosting.Bus;
using Nights.Hosting.Health;
using Nights.TestServers;

namespace Nights.IntegrationTests.Hosting;

public sealed class HealthTests(PostgresCluster postgres)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Ready_asks_the_store_the_bus_and_the_database()
    {
        await using var folder = ScratchFolder.Create("health");
        await using var service = await Service(folder["store"], await postgres.CreateDatabase(Cancel));

        (await Ask(service, "/health/live")).ShouldBe((200, "Healthy"));
        var (status, checks) = await Ask(service, "/health/ready");
        status.ShouldBe(200);
        checks.ShouldContain("\"objects\":\"Healthy\"");
        checks.ShouldContain("\"bus\":\"Healthy\"");
        checks.ShouldContain("\"database\":\"Healthy\"");
    }

    [Fact]
    public async Task Without_its_database_a_service_lives_but_is_not_ready_and_names_what_failed_without_its_address()
    {
        await using var folder = ScratchFolder.Create("health");
        var nobody = Loopback.FreePort();
        await using var service = await Service(folder["store"], $"Host=127.0.0.1;Port={nobody};Username=nights;Password=hidden;Database=nights");

        (await Ask(service, "/health/live")).Status.ShouldBe(200);
        var (status, checks) = await Ask(service, "/health/ready");
        status.ShouldBe(503);
        checks.ShouldContain("\"database\":\"Unhealthy\"");
        checks.ShouldNotContain($"{nobody}");
        checks.ShouldNotContain("hidden");
    }

    [Fact]
    public async Task Without_any_settings_the_start_says_which_are_missing_and_how_to_give_them()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.AddNightsHosting().AddNightsBus(_ => { });
        using var service = builder.Build();

        var fault = await Should.ThrowAsync<Exception>(() => service.StartAsync(Cancel));

        fault.ToString().ShouldContain("Objects__Kind");
        fault.ToString().ShouldContain("Bus__Kind");
    }

    [Theory]
    [InlineData("Generator")]
    [InlineData("Crowd")]
    [InlineData("Campaigns")]
    [InlineData("Trainer")]
    public async Task A_program_asks_a_running_one_for_its_health_without_any_settings(string project)
    {
        await using var folder = ScratchFolder.Create("health");
        await using var service = await Service(folder["store"], await postgres.CreateDatabase(Cancel));
        var nothing = new Dictionary<string, string?>();

        await using var healthy = NightsProgram.Start(project, ["--health", $"{service.Urls.Single()}/health/ready"], nothing);
        (await healthy.Exit(TimeSpan.FromSeconds(60), Cancel)).ShouldBe(0);
        await using var unreachable = NightsProgram.Start(project, ["--health", $"http://127.0.0.1:{Loopback.FreePort()}/health/ready"], nothing);
        (await unreachable.Exit(TimeSpan.FromSeconds(60), Cancel)).ShouldBe(1);
    }

    private static async Task<(int Status, string Text)> Ask(WebApplication service, string path)
    {
        using var http = new HttpClient();
        using var reply = await http.GetAsync(service.Urls.Single() + path, Cancel);
        return ((int)reply.StatusCode, await reply.Content.ReadAsStringAsync(Cancel));
    }

    private static async Task<WebApplication> Service(string folder, string database)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Objects:Kind"] = "disk",
            ["Objects:Folder"] = folder,
            ["Bus:Kind"] = "memory",
            ["ConnectionStrings:Nights"] = database,
        });
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRouting().AddAuthorization();
        builder.AddNightsHosting().AddNightsBus(_ => { });
        var service = builder.Build();
        service.UseRouting();
        service.MapNightsHealth();
        await service.StartAsync(Cancel);
        return service;
    }
}
