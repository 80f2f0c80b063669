namespace Nights.IntegrationTests.Distributed;

/// <summary>A campaign that a registered model guides: its spec, and the model.</summary>
internal static class GuidedSpec
{
    /// <summary>Some two fifths of the triplets lie below it for the model.</summary>
    public const double Screen = 0.01;

    public const double Scale = 0.02;

    /// <summary>Trials.</summary>
    public const int Page = 6;

    /// <returns>name@version.</returns>
    public static async Task<string> Register(Backstage backstage)
    {
        await using var db = backstage.Db();
        return await RegisteredModel.Whole(db, backstage.Objects, $$"""{ "scale": {{Scale}} }""");
    }

    /// <param name="schedule">Votes of each round.</param>
    public static string Yaml(string name, string model, int paintings, string schedule) => $"""
        name: {name}
        seed: 11
        prompts:
          categories: [dog, house, apple, boat]
        painting:
          count: {paintings}
          model: procedural
          size: 128
          steps: 4
        votes:
          schedule: {schedule}
        guide:
          model: {model}
          screen: {Screen}
        quality:
          practice: 0
          practiceRight: 0
          goldShare: 0
          trialsPerCheck: 0
          trialsPerRepeat: 0
        hit:
          trialsPerPage: {Page}
          trialsPerHit: {2 * Page}
        """;
}
