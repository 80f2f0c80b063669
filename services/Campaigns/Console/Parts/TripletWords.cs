using Nights.Domain.Triplets;

namespace Nights.Campaigns.Console.Parts;

/// <summary>How triplets are called in the console: a word and a sign for each state.</summary>
internal static class TripletWords
{
    public static string Number(int number) => $"TR-{number:D5}";

    public static string Name(TripletState state) => state switch
    {
        TripletState.Planned => "Not painted",
        TripletState.Queued => "Open",
        TripletState.Accepted => "Accepted",
        TripletState.Dropped => "Dropped",
        TripletState.Void => "Void",
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, "Not a known state."),
    };

    public static string Sign(TripletState state) => state switch
    {
        TripletState.Planned => "◌",
        TripletState.Queued => "◔",
        TripletState.Accepted => "✓",
        TripletState.Dropped => "✕",
        TripletState.Void => "∅",
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, "Not a known state."),
    };
}
