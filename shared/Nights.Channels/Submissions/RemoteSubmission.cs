namespace Nights.Channels.Submissions;

/// <summary>One person's part in a study, as its marketplace tells it.</summary>
/// <param name="ExternalId">The marketplace's id of the submission or assignment.</param>
/// <param name="Participant">The marketplace's id of the person. Never stored as it is.</param>
/// <param name="State">In our words.</param>
/// <param name="Code">What they brought back from the HIT page, when the marketplace tells.</param>
/// <param name="StartedAt">When they took the place.</param>
/// <param name="EndedAt">When they handed it in.</param>
/// <param name="AutoApproveAt">When the marketplace pays without us.</param>
public sealed record RemoteSubmission(
    string ExternalId, string Participant, SubmissionState State, string? Code = null,
    DateTimeOffset? StartedAt = null, DateTimeOffset? EndedAt = null, DateTimeOffset? AutoApproveAt = null);

/// <summary>A submission as a call names it.</summary>
/// <param name="Study">The marketplace's id of its study.</param>
/// <param name="ExternalId">The marketplace's id of it.</param>
/// <param name="Currency">Of the study.</param>
public sealed record SubmissionAddress(string Study, string ExternalId, string Currency);
