namespace Nights.Domain.Campaigns;

internal static class PaintingSpecCheck
{
    private const int Smallest = 64;
    private const int Largest = 2048;
    private const int Multiple = 32;

    public static void Check(PaintingSpec painting, SpecFindings found)
    {
        found.Range("count", painting.Count, 1, 1_000_000);
        found.Member("roles", painting.Roles);
        found.Line("model", painting.Model, 500);
        if (found.Range("size", painting.Size, Smallest, Largest, " pixels") && painting.Size % Multiple != 0)
        {
            var below = painting.Size / Multiple * Multiple;
            found.Add("size", $"{painting.Size} is not a multiple of {Multiple}; the nearest are {below} and {below + Multiple}.");
        }

        found.Range("steps", painting.Steps, 1, 200);
        found.Range("guidance", painting.Guidance, 0, 30);
        found.Line("negativePrompt", painting.NegativePrompt, PromptSpecCheck.LongestPrompt, mayBeEmpty: true);
        if (painting.Scheduler is not null) found.Line("scheduler", painting.Scheduler, 100);
    }
}
