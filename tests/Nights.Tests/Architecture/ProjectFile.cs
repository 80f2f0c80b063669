using System.Xml.Linq;

namespace Nights.Tests.Architecture;

/// <summary>A project of the solution as its file declares it.</summary>
internal sealed record ProjectFile(string Name, string Folder, IReadOnlyList<string> Projects, IReadOnlyList<string> Packages)
{
    public static IReadOnlyList<ProjectFile> All { get; } =
        [.. new[] { "shared", "services" }
            .SelectMany(room => Directory.EnumerateFiles(Path.Combine(Repository.Root, room), "*.csproj", SearchOption.AllDirectories))
            .Order(StringComparer.Ordinal)
            .Select(Read)];

    public static ProjectFile Named(string name) => All.Single(project => project.Name == name);

    public IEnumerable<string> Sources => Directory.EnumerateFiles(Folder, "*.cs", SearchOption.AllDirectories);

    private static ProjectFile Read(string path)
    {
        var references = XDocument.Load(path).Descendants().ToLookup(e => e.Name.LocalName, e => e.Attribute("Include")?.Value ?? "");
        return new ProjectFile(
            Path.GetFileNameWithoutExtension(path),
            Path.GetDirectoryName(path)!,
            [.. references["ProjectReference"].Select(p => Path.GetFileNameWithoutExtension(p.Replace('\\', '/')))],
            [.. references["PackageReference"]]);
    }
}
