using System.CommandLine;
using System.Security.Cryptography;
using System.Text.Json;
using Nights.Datasets.Reading;
using Nights.Domain.Snapshots;

namespace Nights.Local.Commands;

/// <summary><c>nights snapshot verify PATH</c>: compares every file of a snapshot with its manifest. Exits 0 when it is whole, 1 when not.</summary>
internal static class SnapshotVerifyCommand
{
    private const int Most = 20;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public static Command Create()
    {
        var path = new Argument<string>("PATH") { Description = "Folder of a snapshot: the one that holds manifest.json." };
        var json = new Option<bool>("--json") { Description = "Print the result as one line of JSON." };
        var command = new Command("verify", "Compare every file of a snapshot with its manifest by size and SHA-256, and every row with the files.") { path, json };
        command.SetAction((parsed, cancel) => Verify(parsed.GetValue(path)!, parsed.GetValue(json), parsed.InvocationConfiguration, cancel));
        return command;
    }

    private static async Task<int> Verify(string path, bool json, InvocationConfiguration console, CancellationToken cancel)
    {
        IReadOnlyList<SnapshotProblem> problems;
        try
        {
            problems = await SnapshotFolder.Verify(path, null, cancel);
        }
        catch (DirectoryNotFoundException missing)
        {
            await console.Error.WriteLineAsync(missing.Message);
            return 1;
        }

        var readable = problems.All(problem => problem.Path != SnapshotManifest.FileName);
        var manifest = readable ? await File.ReadAllBytesAsync(Path.Combine(path, SnapshotManifest.FileName), cancel) : null;
        var content = manifest is null ? null : SnapshotManifest.Parse(manifest);
        if (json)
        {
            await console.Output.WriteLineAsync(JsonSerializer.Serialize(
                new
                {
                    whole = problems.Count == 0,
                    path = Path.GetFullPath(path),
                    content?.Name,
                    content?.Version,
                    manifestSha256 = manifest is null ? null : Convert.ToHexStringLower(SHA256.HashData(manifest)),
                    files = content?.Files.Count,
                    bytes = content?.Files.Sum(file => file.Bytes),
                    problems = problems.Select(problem => new { problem.Path, kind = JsonNamingPolicy.CamelCase.ConvertName(problem.Kind.ToString()), problem.Message }),
                },
                Json));
        }
        else if (content is not null && problems.Count == 0)
        {
            await console.Output.WriteLineAsync(
                $"{content.Name}@{content.Version} is whole: {content.Files.Count} files, {content.Files.Sum(file => file.Bytes)} bytes, {content.Counts.Triplets} triplets.");
        }
        else
        {
            foreach (var problem in problems.Take(Most)) await console.Output.WriteLineAsync(problem.ToString());
            if (problems.Count > Most) await console.Output.WriteLineAsync($"and {problems.Count - Most} more; --json lists all.");
            await console.Error.WriteLineAsync($"{path}: {problems.Count} {(problems.Count == 1 ? "problem" : "problems")}. Pull the snapshot again.");
        }

        return problems.Count == 0 ? 0 : 1;
    }
}
