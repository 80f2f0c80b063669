using System.Text.Json.Nodes;
using Nights.Domain.Aggregation;

namespace Nights.Tests.Aggregation;

/// <summary>Every file of the folder is a case: clean votes, spammers, few votes with gaps, three labels.</summary>
public sealed class AggregationGoldenTests
{
    public static TheoryData<string> Cases() => [.. Golden.Files("aggregation", "*.json").Select(file => Path.GetFileName(file))];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Majority_is_the_references(string file)
    {
        var golden = new AggregationGoldenCase(file);
        AggregationGoldenCase.Compare(MajorityVote.Of(golden.Judgements, TestContext.Current.CancellationToken), golden["majority"]);
        var intervals = golden["majority"]["intervals"]!.AsArray();
        for (var item = 0; item < intervals.Count; item++)
        {
            var interval = MajorityVote.ShareInterval(golden.Judgements, item, 0);
            AggregationGoldenCase.Near(interval.Low, intervals[item]![0], $"lower bound of item {item}");
            AggregationGoldenCase.Near(interval.High, intervals[item]![1], $"upper bound of item {item}");
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Wawa_is_the_references(string file)
    {
        var golden = new AggregationGoldenCase(file);
        AggregationGoldenCase.Compare(Wawa.Of(golden.Judgements, TestContext.Current.CancellationToken), golden["wawa"]);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void One_coin_Dawid_Skene_is_the_references(string file)
    {
        var golden = new AggregationGoldenCase(file);
        foreach (var expected in golden["oneCoin"].AsArray())
        {
            var consensus = DawidSkene.OneCoin(golden.Judgements, Options(expected!), TestContext.Current.CancellationToken);
            consensus.Iterations.ShouldBe(expected!["rounds"]!.GetValue<int>());
            AggregationGoldenCase.Compare(consensus, expected);
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Full_Dawid_Skene_is_the_references(string file)
    {
        var golden = new AggregationGoldenCase(file);
        foreach (var expected in golden["dawidSkene"].AsArray())
        {
            var (consensus, confusion) = DawidSkene.WithConfusion(golden.Judgements, Options(expected!), TestContext.Current.CancellationToken);
            consensus.Iterations.ShouldBe(expected!["rounds"]!.GetValue<int>());
            AggregationGoldenCase.Compare(consensus, expected);
            for (var participant = 0; participant < golden.Judgements.Participants; participant++)
                for (var truth = 0; truth < consensus.Labels; truth++)
                    for (var answered = 0; answered < consensus.Labels; answered++)
                        AggregationGoldenCase.Near(
                            confusion[participant, truth, answered], expected["confusion"]![participant]![truth]![answered], $"confusion of {participant}");
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Glad_stands_on_the_hill_the_reference_climbed_by_another_road(string file)
    {
        var golden = new AggregationGoldenCase(file);
        var options = new GladOptions { Iterations = 20_000, Tolerance = 0 };
        AggregationGoldenCase.Compare(Glad.Of(golden.Judgements, options, TestContext.Current.CancellationToken), golden["glad"]);
        var (ability, logEase) = Glad.Parameters(golden.Judgements, options, TestContext.Current.CancellationToken);
        for (var participant = 0; participant < ability.Length; participant++)
            AggregationGoldenCase.Near(ability[participant], golden["glad"]["ability"]![participant], $"ability of {participant}");
        for (var item = 0; item < logEase.Length; item++)
            AggregationGoldenCase.Near(logEase[item], golden["glad"]["logEase"]![item], $"ease of {item}");
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Mace_is_the_references(string file)
    {
        var golden = new AggregationGoldenCase(file);
        var expected = golden["mace"];
        var options = new MaceOptions
        {
            Starts = expected["starts"]!.GetValue<int>(),
            Iterations = expected["iterations"]!.GetValue<int>(),
            Tolerance = expected["tolerance"]!.GetValue<double>(),
            Seed = expected["seed"]!.GetValue<long>(),
        };
        AggregationGoldenCase.Compare(Mace.Of(golden.Judgements, options, TestContext.Current.CancellationToken), expected);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Alpha_and_kappa_are_the_references(string file)
    {
        var golden = new AggregationGoldenCase(file);
        var alpha = KrippendorffAlpha.Of(golden.Judgements, cancel: TestContext.Current.CancellationToken);
        AggregationGoldenCase.Near(alpha.Value.ShouldNotBeNull(), golden["alpha"], "alpha");
        alpha.Interval.ShouldNotBeNull().Contains(alpha.Value.Value).ShouldBeTrue();

        var kappa = FleissKappa.Of(golden.Judgements, cancel: TestContext.Current.CancellationToken);
        AggregationGoldenCase.Near(kappa.Value.ShouldNotBeNull(), golden["kappa"]["value"], "kappa");
        (kappa.Votes / kappa.Items).ShouldBe(golden["kappa"]["votes"]!.GetValue<int>());
    }

    private static DawidSkeneOptions Options(JsonNode expected) => new()
    {
        PriorRight = expected["right"]!.GetValue<double>(),
        PriorWrong = expected["wrong"]!.GetValue<double>(),
        Tolerance = expected["tolerance"]!.GetValue<double>(),
        Iterations = expected["iterations"]!.GetValue<int>(),
    };
}
