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

    /// <summary>Presses left, right, left, right.</summary>
    Alternating = 6,

    /// <summary>Looks at three trials in four and tosses a coin at the rest.</summary>
    Careless = 7,

    /// <summary>Gets it after a while: four lapses in ten at first, fewer with every ten answers.</summary>
    Learner = 8,

    /// <summary>Grows tired: from the twentieth answer on more and more lapses, one in two after sixty.</summary>
    Tired = 9,

    /// <summary>Passes practice and the first twenty trials with care, and then tosses a coin.</summary>
    Sloppy = 10,

    /// <summary>Answers with care, ten trials in a rush and ten at leisure, with a long pause between.</summary>
    Bursty = 11,

    /// <summary>Answers with care and vanishes in the middle of a page, without a word: its lease must run out.</summary>
    Ghost = 12,

    /// <summary>Answers with care; in the middle of a page the browser is reloaded and goes on with what is not answered yet.</summary>
    Reload = 13,

    /// <summary>Answers with care, but once holds a page until its lease is over, and then sends the rest.</summary>
    Late = 14,
}
