using System.Text;
using System.Text.Json;
using Nights.Domain.Snapshots;

namespace Nights.Tests.Domain;

public sealed class SnapshotManifestTests
{
    private static readonly SnapshotManifest Manifest = new()
    {
        Name = "nights",
        Version = "1.0.0",
        Campaign = "otters@1",
        SpecSha256 = new string('a', 64),
        Mark = 42,
        Counts = new SnapshotCounts(2, 1, 0, 1, 2, 12),
        Files = [new("ref/000/000.png", 9, new string('b', 64)), new("README.md", 3, new string('c', 64))],
    };

    [Fact]
    public void Its_bytes_do_not_depend_on_the_order_of_the_files() =>
        (Manifest with { Files = [.. Manifest.Files.Reverse()] }).ToJson().ShouldBe(Manifest.ToJson());

    [Fact]
    public void It_reads_back_to_itself() => SnapshotManifest.Parse(Manifest.ToJson()).ToJson().ShouldBe(Manifest.ToJson());

    [Fact]
    public void Its_files_are_sorted_and_its_lines_end_in_a_line_feed()
    {
        var text = Encoding.UTF8.GetString(Manifest.ToJson());
        text.ShouldNotContain("\r");
        text.IndexOf("README.md", StringComparison.Ordinal).ShouldBeLessThan(text.IndexOf("ref/000/000.png", StringComparison.Ordinal));
    }

    [Fact]
    public void A_manifest_without_files_is_refused() => Should.Throw<JsonException>(() => SnapshotManifest.Parse("{\"name\":\"x\"}"u8));
}
