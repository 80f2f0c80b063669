namespace Nights.Domain.Aggregation;

/// <summary>How many people's answers become one.</summary>
public enum AggregationMethod
{
    /// <summary>Each answer weighs the same: <see cref="MajorityVote"/>.</summary>
    Majority = 0,

    /// <summary>Answers weigh what their giver's agreement with the majority is: <see cref="Aggregation.Wawa"/>.</summary>
    Wawa = 1,

    /// <summary>One accuracy a participant, estimated together with the labels: <see cref="Aggregation.DawidSkene.OneCoin"/>.</summary>
    OneCoin = 2,

    /// <summary>A confusion matrix a participant: <see cref="Aggregation.DawidSkene.Full"/>.</summary>
    DawidSkene = 3,

    /// <summary>An ability a participant and a difficulty an item: <see cref="Aggregation.Glad"/>.</summary>
    Glad = 4,

    /// <summary>Each participant knows or spams: <see cref="Aggregation.Mace"/>.</summary>
    Mace = 5,
}
