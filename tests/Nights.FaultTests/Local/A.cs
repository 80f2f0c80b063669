namespace Nights.FaultTests.Local;

/// <summary>Test data.</summary>
internal static class A
{
    /// <summary>A small campaign's spec in YAML, painted in four steps.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="paintings">How many.</param>
    /// <param name="roles">nights: one triplet a painting; rotate: three.</param>
    /// <param name="schedule">Votes of each round.</param>
    /// <param name="size">Edge of a picture in pixels.</param>
    public static string Campaign(string name, int paintings, string roles = "nights", string schedule = "[2, 1, 1, 1, 1]", int size = 128) => $"""
        name: {name}
        seed: 7
        prompts:
          categories: [dog, house, apple, boat, tree, owl]
        painting:
          count: {paintings}
          roles: {roles}
          model: procedural
          size: {size}
          steps: 4
        votes:
          schedule: {schedule}
        splits:
          test: 0.4
          val: 0
        """;
}
