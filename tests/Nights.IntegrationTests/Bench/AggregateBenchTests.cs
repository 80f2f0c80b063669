using System.Text.Json;
using Nights.Domain.Aggregation;
using Nights.Local.Bench.Aggregation;

namespace Nights.IntegrationTests.Bench;

public sealed class AggregateBenchTests
{
    [Fact]
    public void Each_method_stands_beside_as_many_bare_passes_and_the_memory_it_took()
    {
        var result = new AggregateBench(TimeProvider.System).Run(new(Votes: 3000, Rounds: 2), _ => { }, TestContext.Current.CancellationToken);

        result.Ratio.ShouldBe(result.Limit / result.Value);
        result.Details["votes"].ShouldBe(3000);
        foreach (var name in Aggregators.Names)
        {
            var method = JsonSerializer.SerializeToElement(result.Details[name]);
            method.GetProperty("seconds").GetDouble().ShouldBe((double)result.Details[$"{name}Seconds"], name);
            method.GetProperty("bareSeconds").GetDouble().ShouldBeGreaterThan(0, name);
            method.GetProperty("moreMemoryMiB").ValueKind.ShouldBe(JsonValueKind.Number, name);   // of the whole process: other tests share it
            method.GetProperty("right").GetDouble().ShouldBeGreaterThan(0.6, name);               // a coin has 0.5
        }
    }
}
