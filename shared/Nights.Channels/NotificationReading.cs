using Nights.Channels.Submissions;

namespace Nights.Channels;

/// <summary>A call that came in from a marketplace, as it came.</summary>
/// <param name="Headers">By name, whatever the case.</param>
/// <param name="Body">The bytes of the body: signatures are over them and over nothing that was parsed.</param>
public sealed record NotificationRequest(IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    public string? Header(string name) =>
        Headers.FirstOrDefault(header => string.Equals(header.Key, name, StringComparison.OrdinalIgnoreCase)).Value;
}

/// <summary>What a notification says.</summary>
/// <param name="EventId">The marketplace's id of the event: the same one may come any number of times.</param>
/// <param name="At">When the event was sent; events may overtake each other.</param>
/// <param name="Kind">The marketplace's word, e.g. "submission.status.change".</param>
/// <param name="Subject">The id of the study or submission it is about.</param>
/// <param name="Submission">The submission's new state, when it is about one.</param>
public sealed record Notification(string EventId, DateTimeOffset At, string Kind, string Subject, RemoteSubmission? Submission);

/// <summary>A notification that is believed, or why not.</summary>
/// <param name="Notification">Null when not believed.</param>
/// <param name="Refusal">A sentence, when not believed.</param>
public sealed record NotificationReading(Notification? Notification, string? Refusal)
{
    public static NotificationReading Of(Notification notification) => new(notification, null);

    public static NotificationReading Refused(string why) => new(null, why);
}
