namespace Nights.Local.Simulation.Pages;

/// <summary>What the HIT page is told when a session opens.</summary>
/// <param name="Session">Bearer token of all later calls.</param>
/// <param name="State">new, consented, warm, working, finished, excluded or closed.</param>
/// <param name="Campaign">What is offered.</param>
internal sealed record SessionReply(string Session, string State, OfferReply Campaign);

internal sealed record OfferReply(int TrialsPerHit, string ConsentVersion);

/// <summary>A page of trials, or why there is none.</summary>
/// <param name="Page">Null when there is none; then <paramref name="Reason"/> is finished, nothing-now, excluded or capped.</param>
/// <param name="Practice">Practice with feedback, before the first page that counts.</param>
/// <param name="RetryAfterSeconds">When to ask again after nothing-now.</param>
/// <param name="ExpiresAt">When the page goes back if it is not answered.</param>
internal sealed record PageReply(string? Page, bool Practice, IReadOnlyList<TrialReply>? Trials, string? Reason, double? RetryAfterSeconds, DateTimeOffset? ExpiresAt = null);

/// <param name="Instruction">left or right where the trial says which side to press.</param>
/// <param name="Submitted">True when it has been answered already.</param>
/// <param name="Sequence">What is flashed, in order; null in 2AFC.</param>
/// <param name="Questions">Pairs to be judged of what was flashed.</param>
internal sealed record TrialReply(
    string Trial, ImagesReply Images, bool? Submitted, string? Instruction = null, IReadOnlyList<StepReply>? Sequence = null, int Questions = 0);

/// <param name="Stimulus">fixation, reference, left, right or mask.</param>
internal sealed record StepReply(string Stimulus, int Ms);

/// <summary>Addresses of the three pictures, relative to the site.</summary>
internal sealed record ImagesReply(string Reference, string Left, string Right);

/// <param name="Feedback">right or wrong in practice, else null.</param>
internal sealed record AnswerReply(bool Stored, string? Feedback);

internal sealed record FinishReply(string? Code, int Answered, long PayMinor);
