using System.Globalization;
using Nights.Domain.Perturbations;

namespace Nights.Local.Commands;

/// <summary>A change as it is typed: DIMENSION:OPERATOR:LEVEL[:SEED[:PROMPT]].</summary>
internal static class VariationArgument
{
    /// <exception cref="CommandFailedException">A part is missing or is not what it should be.</exception>
    public static Perturbation Parse(string text)
    {
        var parts = text.Split(':', 5);
        if (parts.Length < 3)
            throw new CommandFailedException($"--vary '{text}' has {parts.Length} parts; DIMENSION:OPERATOR:LEVEL[:SEED[:PROMPT]] is read, e.g. layout:lowBandSwap:0.5:7.");
        if (!double.TryParse(parts[2], NumberStyles.Float, CultureInfo.InvariantCulture, out var level))
            throw new CommandFailedException($"--vary '{text}': the level '{parts[2]}' is no number; 0 to 1 can be used.");
        var seed = 0L;
        if (parts.Length > 3 && !long.TryParse(parts[3], NumberStyles.None, CultureInfo.InvariantCulture, out seed))
            throw new CommandFailedException($"--vary '{text}': the seed '{parts[3]}' is no number; 0 to {uint.MaxValue} can be used.");
        return new Perturbation(
            Named<PerturbationDimension>(text, "dimension", parts[0]), Named<PerturbationOperator>(text, "operator", parts[1]), level, seed, parts.Length > 4 ? parts[4] : null);
    }

    private static T Named<T>(string text, string what, string name) where T : struct, Enum =>
        Enum.TryParse<T>(name, ignoreCase: true, out var value) && Enum.IsDefined(value) ? value
            : throw new CommandFailedException($"--vary '{text}': there is no {what} '{name}'; {string.Join(", ", Enum.GetNames<T>().Select(JsonName))} are known.");

    private static string JsonName(string name) => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(name);
}
