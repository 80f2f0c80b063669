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
        if (painting.Variations is { } variations) Variations(painting, variations, found);
        found.Member("safety", painting.Safety);
        if (!NoiseNames.Names.Contains(painting.Noise)) found.Add("noise", $"'{painting.Noise}' is not known; write {string.Join(" or ", NoiseNames.Names)}.");
        found.Range("guidanceRescale", painting.GuidanceRescale, 0, 1);
        found.Range("redraws", painting.Redraws, 0, 20);
        found.Range("pricePerImageMinor", painting.PricePerImageMinor, 0, 100_000, " minor units");
    }

    private static void Variations(PaintingSpec painting, VariationSpec variations, SpecFindings found)
    {
        if (painting.Roles == TripletRoles.Rotate)
        {
            found.Add("roles", "rotate would make pictures 1 and 2 references, and painting.variations measures its changes from picture 0; write nights.");
        }

        VariationSpecCheck.Check(variations, found.Of("variations"));
    }
}
