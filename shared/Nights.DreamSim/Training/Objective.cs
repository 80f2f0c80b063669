using System.Text.Json.Serialization;

namespace Nights.DreamSim.Training;

/// <summary>What is learnt from people.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Objective>))]
public enum Objective
{
    /// <summary>Which of two pictures is closer to a third: hinge on the difference of their distances (<c>data.csv</c>).</summary>
    [JsonStringEnumMemberName("triplets")] Triplets,

    /// <summary>How many people call two flashed pictures the same: squared error of the regressor's similarity (<c>jnd.csv</c>).</summary>
    [JsonStringEnumMemberName("pairs")] Pairs,
}
