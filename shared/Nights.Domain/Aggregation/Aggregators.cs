namespace Nights.Domain.Aggregation;

/// <summary>Every method by its name, with its usual options.</summary>
public static class Aggregators
{
    /// <summary>What a method is called in commands, addresses and JSON, e.g. "one-coin".</summary>
    public static string Name(AggregationMethod method) => method switch
    {
        AggregationMethod.Majority => "majority",
        AggregationMethod.Wawa => "wawa",
        AggregationMethod.OneCoin => "one-coin",
        AggregationMethod.DawidSkene => "dawid-skene",
        AggregationMethod.Glad => "glad",
        AggregationMethod.Mace => "mace",
        _ => throw new ArgumentOutOfRangeException(nameof(method), method, "Not a known method."),
    };

    /// <summary>All names, in the order of the enumeration.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Enum.GetValues<AggregationMethod>().Select(Name)];

    /// <summary>The method of a name, or null.</summary>
    public static AggregationMethod? Find(string name) =>
        Enum.GetValues<AggregationMethod>().Cast<AggregationMethod?>().FirstOrDefault(method => string.Equals(Name(method!.Value), name, StringComparison.OrdinalIgnoreCase));

    /// <summary>Runs a method; the same judgements give the same numbers, whatever order they came in.</summary>
    public static Consensus Run(AggregationMethod method, Judgements judgements, CancellationToken cancel = default) => method switch
    {
        AggregationMethod.Majority => MajorityVote.Of(judgements, cancel),
        AggregationMethod.Wawa => Wawa.Of(judgements, cancel),
        AggregationMethod.OneCoin => DawidSkene.OneCoin(judgements, null, cancel),
        AggregationMethod.DawidSkene => DawidSkene.Full(judgements, null, cancel),
        AggregationMethod.Glad => Glad.Of(judgements, null, cancel),
        AggregationMethod.Mace => Mace.Of(judgements, null, cancel),
        _ => throw new ArgumentOutOfRangeException(nameof(method), method, "Not a known method."),
    };
}
