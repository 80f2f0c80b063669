namespace Nights.Channels.Submissions;

/// <summary>Why a person decided not to pay.</summary>
/// <param name="Category">One of <see cref="Categories"/>.</param>
/// <param name="Message">What the participant reads.</param>
public sealed record Rejection(string Category, string Message)
{
    /// <summary>Prolific refuses shorter ones, and nobody deserves a shorter one.</summary>
    public const int ShortestMessage = 100;

    /// <summary>Prolific's categories; other channels keep the word for our own record.</summary>
    public static IReadOnlyList<string> Categories { get; } =
    [
        "TOO_QUICKLY", "TOO_SLOWLY", "FAILED_INSTRUCTIONS", "INCOMP_LONGITUDINAL", "FAILED_CHECK", "LOW_EFFORT", "MALINGERING", "NO_CODE", "BAD_CODE", "NO_DATA",
        "UNSUPP_DEVICE", "OTHER",
    ];

    /// <summary>Why this is no rejection that can be sent, or null.</summary>
    public string? WhyNot() =>
        !Categories.Contains(Category) ? $"category is '{Category}'; one of {string.Join(", ", Categories)} is possible."
        : Message.Trim().Length < ShortestMessage ? $"message has {Message.Trim().Length} characters; a person who is not paid is told why in at least {ShortestMessage}."
        : null;
}
