namespace Nights.Local.Simulation;

/// <summary>Why a participant went home.</summary>
internal enum Departure
{
    /// <summary>Took every HIT they may take.</summary>
    Done = 0,

    /// <summary>Nothing was left to do for them.</summary>
    NothingLeft = 1,
    Excluded = 2,

    /// <summary>The campaign takes no participants, or no more answers.</summary>
    Closed = 3,

    /// <summary>Left in the middle of a HIT.</summary>
    Left = 4,

    /// <summary>A call failed for good.</summary>
    Failed = 5,

    /// <summary>Gone in the middle of a page, without telling the server.</summary>
    Vanished = 6,
}
