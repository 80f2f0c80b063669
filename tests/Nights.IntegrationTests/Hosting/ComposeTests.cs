using System.Text.RegularExpressions;
using Nights.Hosting.Bus;
using Nights.Hosting.Objects;
using Nights.TestServers;
using YamlDotNet.Core;
using YamlDotNet.Serialization;

namespace Nights.IntegrationTests.Hosting;

/// <summary>What can be known of docker-compose.yml without a container engine: that its parts fit each other and what the programs read.</summary>
public sealed partial class ComposeTests
{
    private static readonly string Text = File.ReadAllText(Path.Combine(Repository.Root, "docker-compose.yml"));
    private static readonly Dictionary<string, Dictionary<string, object>> Services = Read();

    public static TheoryData<string> Names => [.. Services.Keys];

    [Fact]
    public void It_has_the_four_services_their_three_servers_and_the_migration() =>
        Services.Keys.Order(StringComparer.Ordinal).ShouldBe(
            ["broker", "campaigns", "crowd", "database", "generator", "generator-gpu", "generator-images", "migrate", "objects", "trainer", "trainer-gpu"]);

    [Theory]
    [MemberData(nameof(Names))]
    public void An_image_is_built_here_or_pinned_to_a_version(string name)
    {
        var image = (string)Services[name]["image"];
        if (!Services[name].ContainsKey("build")) image.ShouldMatch(@"^[a-z/]+:\d+\.\d+(\.\d+)?$");
        else image.ShouldStartWith("nights/");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_service_has_a_health_check_or_ends(string name)
    {
        if (name is "migrate") return;
        if (Dockerfile(name) is { } file) file.ShouldContain("HEALTHCHECK");
        else Services[name].ShouldContainKey("healthcheck");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Our_images_do_not_run_as_root_and_pin_what_they_are_built_from(string name)
    {
        if (Dockerfile(name) is not { } file) return;

        file.ShouldMatch(@"(?m)^USER (\$APP_UID|1654)$");
        var built = BuildStage().Matches(file).Select(stage => stage.Groups[1].Value).ToArray();
        From().Matches(file).Select(from => from.Groups[1].Value).Where(image => !built.Contains(image))
            .ShouldAllBe(image => Regex.IsMatch(image, @":\d+\.\d+\.\d+"));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void It_waits_for_services_that_exist_and_the_way_they_can_be_waited_for(string name)
    {
        if (!Services[name].TryGetValue("depends_on", out var dependencies)) return;
        foreach (var (other, how) in (Dictionary<object, object>)dependencies)
        {
            Services.ShouldContainKey((string)other);
            ((Dictionary<object, object>)how)["condition"].ShouldBe(other is "migrate" ? "service_completed_successfully" : "service_healthy");
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Settings_are_ones_the_programs_read(string name)
    {
        foreach (var key in Environment(name).Keys)
        {
            switch (key.Split("__"))
            {
                case ["Objects", var setting]: typeof(ObjectOptions).GetProperty(setting).ShouldNotBeNull(key); break;
                case ["Bus", var setting]: typeof(BusOptions).GetProperty(setting).ShouldNotBeNull(key); break;
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_secret_has_no_default(string name)
    {
        foreach (var (key, value) in Environment(name).Where(setting => Secret().IsMatch(setting.Key)))
            value.ShouldMatch(@"\$\{NIGHTS_\w+:\?[^}]+\}", key);
    }

    [Fact]
    public void The_example_names_every_variable_and_gives_no_secret()
    {
        var example = File.ReadLines(Path.Combine(Repository.Root, ".env.example"))
            .Where(line => line is not "" && line[0] is not '#').Select(line => line.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]);

        Variable().Matches(Text).Select(variable => variable.Groups[1].Value).Distinct().Except(example.Keys).ShouldBe(["NIGHTS_VERSION"]);
        Required().Matches(Text).Select(variable => variable.Groups[1].Value).Distinct().ShouldAllBe(variable => example[variable] == "");
    }

    [Fact]
    public void Only_the_pages_are_reached_from_outside_and_the_console_from_this_machine_alone()
    {
        Services.Where(service => service.Value.ContainsKey("ports")).Select(service => service.Key).Order().ShouldBe(["campaigns", "crowd"]);
        ((List<object>)Services["campaigns"]["ports"]).Cast<string>().ShouldAllBe(port => port.StartsWith("127.0.0.1:"));
    }

    private static Dictionary<string, string> Environment(string name) =>
        Services[name].TryGetValue("environment", out var environment)
            ? ((Dictionary<object, object>)environment).ToDictionary(setting => (string)setting.Key, setting => (string)setting.Value)
            : [];

    private static string? Dockerfile(string name) =>
        Services[name].TryGetValue("build", out var build)
            ? File.ReadAllText(Path.Combine(Repository.Root, (string)((Dictionary<object, object>)build)["dockerfile"]))
            : null;

    private static Dictionary<string, Dictionary<string, object>> Read()
    {
        var parser = new MergingParser(new Parser(new StringReader(Text)));
        var all = new DeserializerBuilder().Build().Deserialize<Dictionary<string, object>>(parser);
        return ((Dictionary<object, object>)all["services"]).ToDictionary(
            service => (string)service.Key,
            service => ((Dictionary<object, object>)service.Value).ToDictionary(part => (string)part.Key, part => part.Value));
    }

    [GeneratedRegex("PASS|Password|Secret|AccessKey|ACCESS_KEY|ConnectionStrings")]
    private static partial Regex Secret();

    [GeneratedRegex(@"\$\{(\w+)")]
    private static partial Regex Variable();

    [GeneratedRegex(@"\$\{(\w+):\?")]
    private static partial Regex Required();

    [GeneratedRegex(@"(?m)^FROM (\S+)")]
    private static partial Regex From();

    [GeneratedRegex(@"(?m)^FROM \S+ AS (\S+)")]
    private static partial Regex BuildStage();
}
