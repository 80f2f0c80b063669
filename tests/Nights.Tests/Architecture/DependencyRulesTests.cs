namespace Nights.Tests.Architecture;

/// <summary>The rules of dependency of the house, read off the project files and the sources.</summary>
public sealed class DependencyRulesTests
{
    private static readonly string[] Services = ["Generator", "Crowd", "Campaigns", "Trainer"];

    [Fact]
    public void All_rooms_of_the_house_are_found() =>
        ProjectFile.All.Select(p => p.Name).ShouldBe(
        [
            "Campaigns", "Crowd", "Generator", "Nights", "Trainer",
            "Nights.Channels", "Nights.Contracts", "Nights.Database", "Nights.Datasets", "Nights.Diffusion", "Nights.Domain", "Nights.DreamSim", "Nights.Hosting", "Nights.Imaging", "Nights.Onnx",
        ]);

    [Theory]
    [InlineData("Nights.Contracts")]
    [InlineData("Nights.Domain")]
    [InlineData("Nights.Onnx")]
    public void Contracts_rules_and_the_writer_of_graphs_reference_nothing(string name)
    {
        ProjectFile.Named(name).Projects.ShouldBeEmpty();
        ProjectFile.Named(name).Packages.ShouldBeEmpty();
    }

    [Fact]
    public void The_protocols_of_channels_know_no_database_and_nothing_of_the_house()
    {
        ProjectFile.Named("Nights.Channels").Projects.ShouldBeEmpty();
        ProjectFile.Named("Nights.Channels").Packages.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("Nights.Diffusion", "Nights.DreamSim")]
    [InlineData("Nights.DreamSim", "Nights.Diffusion")]
    public void Painting_and_metric_know_neither_each_other_nor_bus_nor_database(string name, string other)
    {
        var project = ProjectFile.Named(name);
        project.Projects.Intersect([other, "Nights.Hosting", "Nights.Database", "Nights.Contracts"]).ShouldBeEmpty();
        project.Packages.Where(p => p.StartsWith("MassTransit", StringComparison.Ordinal) || p.StartsWith("Npgsql", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [Fact]
    public void Services_reference_shared_rooms_only()
    {
        foreach (var service in Services)
            ProjectFile.Named(service).Projects.ShouldAllBe(p => p.StartsWith("Nights.", StringComparison.Ordinal));
    }

    [Fact]
    public void Shared_rooms_never_reference_a_service() =>
        ProjectFile.All.Where(p => p.Name.StartsWith("Nights.", StringComparison.Ordinal))
            .SelectMany(p => p.Projects).Intersect([.. Services, "Nights"]).ShouldBeEmpty();

    [Fact]
    public void A_generator_needs_no_database() =>
        ProjectFile.All.Where(p => p.Projects.Contains("Nights.Database")).Select(p => p.Name)
            .ShouldBe(["Campaigns", "Crowd", "Nights", "Trainer"], ignoreOrder: true);

    [Fact]
    public void MassTransit_appears_in_hosting_in_consumers_and_where_they_are_registered() =>
        UsersOf("using MassTransit").Where(path =>
            !path.Contains("Nights.Hosting", StringComparison.Ordinal)
            && !path.EndsWith("Consumer.cs", StringComparison.Ordinal)
            && !path.EndsWith("ConsumerDefinition.cs", StringComparison.Ordinal)
            && !path.EndsWith("Service.cs", StringComparison.Ordinal)).ShouldBeEmpty();

    [Fact]
    public void Hangfire_appears_in_the_schedule_only() =>
        UsersOf("using Hangfire").Where(path => !path.Contains("Campaigns/Schedule/", StringComparison.Ordinal)).ShouldBeEmpty();

    [Fact]
    public void No_type_is_called_worker() =>
        ProjectFile.All.SelectMany(p => p.Sources)
            .Where(path => Path.GetFileNameWithoutExtension(path).Contains("Worker", StringComparison.Ordinal)).ShouldBeEmpty();

    [Fact]
    public void The_commercial_major_version_of_the_bus_is_shut_out()
    {
        var versions = File.ReadAllText(Path.Combine(Repository.Root, "Directory.Packages.props"));
        versions.ShouldContain("Include=\"MassTransit.RabbitMQ\" Version=\"[8.5.12]\"");
    }

    private static IEnumerable<string> UsersOf(string directive) =>
        ProjectFile.All.SelectMany(p => p.Sources)
            .Where(path => File.ReadLines(path).Any(line => line.StartsWith(directive, StringComparison.Ordinal)))
            .Select(path => Path.GetRelativePath(Repository.Root, path).Replace('\\', '/'));
}
