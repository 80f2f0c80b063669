namespace Nights.Hosting.Secrecy;

/// <summary>What a marketplace called a person and their visit, as the address of the page said it. Claimed, not verified.</summary>
/// <param name="Participant">Its id of the person, e.g. workerId, PROLIFIC_PID.</param>
/// <param name="Assignment">Its id of this one visit, e.g. assignmentId, SESSION_ID.</param>
/// <param name="Study">Its id of the HIT or study.</param>
/// <param name="SubmitTo">Where the browser is to hand in the work, when the marketplace says so.</param>
public sealed record ExternalIdentity(string Participant, string? Assignment, string? Study, string? SubmitTo);
