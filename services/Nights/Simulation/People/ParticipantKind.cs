namespace Nights.Local.Simulation.People;

/// <summary>How a simulated participant behaves.</summary>
internal enum ParticipantKind
{
    /// <summary>Looks and answers with care, with two lapses in a hundred.</summary>
    Good = 0,

    /// <summary>Tosses a coin.</summary>
    Spammer = 1,

    /// <summary>Always presses left.</summary>
    Left = 2,

    /// <summary>Answers with care, but leaves in the middle of the HIT.</summary>
    Quitter = 3,

    /// <summary>Answers with care; every answer is sent twice at once and then a third time, as a shaky connection does.</summary>
    Duplicate = 4,

    /// <summary>Answers with care, but reports times that nobody can see in.</summary>
    Fast = 5,

    /// <summary>Answers with care; in the middle of a page the browser is reloaded and goes on with what is not answered yet.</summary>
    Reload = 6,

    /// <summary>Answers with care, but once holds a page until its lease is over, and then sends the rest.</summary>
    Late = 7,

    /// <summary>Answers with care, and is gone in the middle of a page without a word.</summary>
    Vanish = 8,
}
