using System.Text.Json;
using Nights.Diffusion.Noise;

namespace Nights.Tests.Diffusion;

/// <summary>What <c>torch.randn</c> drew on a card (infra/gpu, part "noise"): two draws in turn from one generator, at some places of each.</summary>
public sealed class TorchCudaCardTests
{
    // The card takes logarithm, sine and square root by its fast approximations.
    private const double Tolerance = 1e-5;

    private static readonly JsonElement Card = JsonDocument.Parse(File.ReadAllText(Golden.Own("noise/torch-cuda.json"))).RootElement;

    private static long Threads => Card.GetProperty("threads").GetInt64();

    public static TheoryData<long, int> Cases =>
        [.. Card.GetProperty("cases").EnumerateArray().Where(drawn => drawn.GetProperty("count").GetInt32() <= Threads)
            .Select(drawn => (drawn.GetProperty("seed").GetInt64(), drawn.GetProperty("count").GetInt32()))];

    [Theory, MemberData(nameof(Cases))]
    public void Numbers_are_those_of_the_card(long seed, int count)
    {
        var drawn = Card.GetProperty("cases").EnumerateArray().Single(c => c.GetProperty("seed").GetInt64() == seed && c.GetProperty("count").GetInt32() == count);
        var places = drawn.GetProperty("places").EnumerateArray().Select(place => place.GetInt32()).ToArray();
        var source = new TorchCudaNoise(seed);
        foreach (var fill in new[] { "first", "second" })
        {
            var values = new float[count];
            source.Fill(values);
            places.Select(place => values[place]).ToArray()
                .ShouldBe([.. drawn.GetProperty(fill).EnumerateArray().Select(value => value.GetSingle())], Tolerance, fill);
        }
    }
}
