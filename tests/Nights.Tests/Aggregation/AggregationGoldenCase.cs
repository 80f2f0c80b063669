using System.Text.Json.Nodes;
using Nights.Domain.Aggregation;

namespace Nights.Tests.Aggregation;

/// <summary>Votes with the values an independent program made of them; <c>generate.py</c> beside the files is that program.</summary>
internal sealed class AggregationGoldenCase
{
    private readonly JsonObject golden;

    public AggregationGoldenCase(string file)
    {
        golden = JsonNode.Parse(File.ReadAllText(Golden.Path($"aggregation/{file}")))!.AsObject();
        var votes = golden["votes"]!.AsArray().Select(vote => vote!.AsArray().Select(number => number!.GetValue<int>()).ToArray()).ToList();
        Judgements = Judgements.Of(
            [.. votes.Select(vote => vote[0])], [.. votes.Select(vote => vote[1])], [.. votes.Select(vote => (byte)vote[2])],
            golden["items"]!.GetValue<int>(), golden["participants"]!.GetValue<int>(), golden["labels"]!.GetValue<int>());
    }

    public Judgements Judgements { get; }

    public JsonNode this[string key] => golden[key]!;

    /// <summary>Both posteriors and accuracies with their intervals, to 1e-6.</summary>
    public static void Compare(Consensus consensus, JsonNode expected)
    {
        var posterior = expected["posterior"]!.AsArray();
        consensus.Items.ShouldBe(posterior.Count);
        for (var item = 0; item < consensus.Items; item++)
            for (var label = 0; label < consensus.Labels; label++)
                Near(consensus.Posterior(item)[label], posterior[item]![label], $"item {item}, label {label}");
        var accuracy = expected["accuracy"]!.AsArray();
        consensus.Participants.Count.ShouldBe(accuracy.Count);
        for (var participant = 0; participant < accuracy.Count; participant++)
        {
            var one = consensus.Participants[participant];
            Near(one.Value, accuracy[participant]![0], $"accuracy of {participant}");
            Near(one.Interval.Low, accuracy[participant]![1], $"its lower bound, {participant}");
            Near(one.Interval.High, accuracy[participant]![2], $"its upper bound, {participant}");
        }
    }

    public static void Near(double actual, JsonNode? expected, string what)
    {
        var wanted = expected!.GetValue<double>();
        (Math.Abs(actual - wanted) <= 1e-6).ShouldBeTrue($"{what}: {actual}, not {wanted}");
    }
}
