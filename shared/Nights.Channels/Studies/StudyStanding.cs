namespace Nights.Channels.Studies;

/// <summary>How a study stands on its marketplace.</summary>
/// <param name="ExternalId">The marketplace's id.</param>
/// <param name="State">In our words.</param>
/// <param name="Word">In the marketplace's own word, for people.</param>
/// <param name="Places">People wanted there.</param>
/// <param name="Taken">People who have a place.</param>
public sealed record StudyStanding(string ExternalId, RemoteStudyState State, string Word, int Places, int Taken);

/// <summary>A study of ours found on a marketplace.</summary>
/// <param name="Key">What we wrote beside it.</param>
/// <param name="ExternalId">The marketplace's id of the study, or of the part of it that was found.</param>
/// <param name="State">In our words.</param>
public sealed record RemoteStudy(string Key, string ExternalId, RemoteStudyState State)
{
    /// <summary>Our id of the study, when the key is one of ours.</summary>
    public Guid? StudyId => Key.StartsWith(StudyOrder.Prefix, StringComparison.Ordinal) && Key.Length >= StudyOrder.Prefix.Length + 32
        && Guid.TryParseExact(Key.AsSpan(StudyOrder.Prefix.Length, 32), "N", out var id) ? id : null;
}
