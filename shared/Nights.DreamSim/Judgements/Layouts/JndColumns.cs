namespace Nights.DreamSim.Judgements.Layouts;

/// <summary>What the columns of a table of flashed pairs are called; by default as our snapshots call them.</summary>
public sealed record JndColumns
{
    /// <summary>Path of the one picture.</summary>
    public string First { get; init; } = "ref_path";

    /// <summary>Path of the other.</summary>
    public string Second { get; init; } = "candidate_path";

    /// <summary>Share of people who called them the same, in [0, 1].</summary>
    public string Same { get; init; } = "similarity";

    /// <summary>Which pairs share pictures; the first path where the table lacks it.</summary>
    public string Group { get; init; } = "id";

    /// <summary>train, val or test; read only when splits are asked for.</summary>
    public string Split { get; init; } = "split";

    /// <summary>Reads <c>first=..,second=..,same=..,group=..,split=..</c>; those not named keep their default.</summary>
    /// <exception cref="FormatException">Another key, or no name.</exception>
    public static JndColumns Parse(string text)
    {
        var columns = new JndColumns();
        foreach (var entry in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            columns = entry.Split('=', 2, StringSplitOptions.TrimEntries) switch
            {
                ["first", { Length: > 0 } name] => columns with { First = name },
                ["second", { Length: > 0 } name] => columns with { Second = name },
                ["same", { Length: > 0 } name] => columns with { Same = name },
                ["group", { Length: > 0 } name] => columns with { Group = name },
                ["split", { Length: > 0 } name] => columns with { Split = name },
                _ => throw new FormatException($"'{entry}' names no column; say first=NAME, second=NAME, same=NAME, group=NAME or split=NAME, parted by commas."),
            };
        }

        return columns;
    }
}
