using System.Text;
using Nights.Campaigns.Specs;
using Nights.Domain.Campaigns;

namespace Nights.Campaigns.Console.Parts;

/// <summary>The create form as text by path, e.g. "painting.count" to "100": read by the same reader as a file, so errors are the same too.</summary>
internal sealed class SpecForm
{
    private static readonly HashSet<string> Lists = ["prompts.sets", "prompts.categories", "votes.schedule"];
    private static readonly HashSet<string> Words = ["name", "prompts.template", "painting.model", "hit.title", "hit.contact", "budget.currency"];

    public Dictionary<string, string> Values { get; } = Defaults();

    public SpecReading Read() => SpecReading.Of(Map("", Values));

    /// <summary>The first error of a field, or null.</summary>
    public static string? Error(IReadOnlyList<SpecError> errors, string path) =>
        errors.FirstOrDefault(error => error.Path == path || error.Path.StartsWith($"{path}[", StringComparison.Ordinal))?.Message;

    /// <summary>The same as a YAML file.</summary>
    public string Yaml()
    {
        var yaml = new StringBuilder();
        foreach (var group in Values.Where(entry => entry.Value.Length > 0).GroupBy(entry => entry.Key.Contains('.', StringComparison.Ordinal) ? entry.Key.Split('.')[0] : ""))
        {
            if (group.Key.Length > 0) yaml.Append(group.Key).Append(":\n");
            foreach (var (path, value) in group)
                yaml.Append(group.Key.Length > 0 ? "  " : "").Append(path.Split('.')[^1]).Append(": ").Append(Text(path, value)).Append('\n');
        }

        return yaml.ToString();
    }

    private static string Text(string path, string value) =>
        Lists.Contains(path) ? $"[{string.Join(", ", Items(value).Select(item => int.TryParse(item, out _) ? item : Quoted(item)))}]"
        : Words.Contains(path) ? Quoted(value)
        : value;

    private static string Quoted(string value) => $"\"{value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    private static SpecMap Map(string prefix, IEnumerable<KeyValuePair<string, string>> values) => new(
        [.. values.Where(entry => entry.Value.Length > 0 || entry.Key is "name")
            .GroupBy(entry => entry.Key[prefix.Length..].Split('.')[0])
            .Select(group => group.First().Key[prefix.Length..] == group.Key
                ? (group.Key, Leaf(group.First().Key, group.First().Value))
                : (group.Key, Map($"{prefix}{group.Key}.", group)))],
        null);

    private static SpecNode Leaf(string path, string value) => Lists.Contains(path)
        ? new SpecList([.. Items(value).Select(item => new SpecScalar(item, Quoted: false, null))], null)
        : new SpecScalar(value.Trim(), Quoted: Words.Contains(path), null);

    private static string[] Items(string value) => value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static Dictionary<string, string> Defaults()
    {
        var spec = new CampaignSpec { Name = "" };
        return new Dictionary<string, string>
        {
            ["name"] = "",
            ["seed"] = $"{spec.Seed}",
            ["prompts.template"] = spec.Prompts.Template,
            ["prompts.sets"] = "cifar10",
            ["prompts.categories"] = "",
            ["painting.count"] = $"{spec.Painting.Count}",
            ["painting.roles"] = "nights",
            ["painting.model"] = spec.Painting.Model,
            ["painting.size"] = $"{spec.Painting.Size}",
            ["painting.steps"] = $"{spec.Painting.Steps}",
            ["painting.guidance"] = FormattableString.Invariant($"{spec.Painting.Guidance}"),
            ["votes.schedule"] = string.Join(", ", spec.Votes.Schedule),
            ["votes.rule"] = "unanimous",
            ["quality.practice"] = $"{spec.Quality.Practice}",
            ["quality.practiceRight"] = $"{spec.Quality.PracticeRight}",
            ["quality.goldShare"] = FormattableString.Invariant($"{spec.Quality.GoldShare}"),
            ["hit.title"] = spec.Hit.Title,
            ["hit.contact"] = "",
            ["hit.trialsPerPage"] = $"{spec.Hit.TrialsPerPage}",
            ["hit.trialsPerHit"] = $"{spec.Hit.TrialsPerHit}",
            ["hit.minutes"] = $"{spec.Hit.Minutes}",
            ["budget.currency"] = spec.Budget.Currency,
            ["budget.payPerTrialMinor"] = $"{spec.Budget.PayPerTrialMinor}",
            ["budget.capMinor"] = $"{spec.Budget.CapMinor}",
        };
    }
}
