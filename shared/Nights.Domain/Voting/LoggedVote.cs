namespace Nights.Domain.Voting;

/// <summary>A vote as the log keeps it, as far as a policy asks.</summary>
/// <param name="Triplet">Which triplet.</param>
/// <param name="Choice">The canonical choice.</param>
/// <param name="Skill">The participant's skill when they voted; null where the rule does not weigh votes.</param>
/// <param name="Status">Only counted votes move a triplet.</param>
public readonly record struct LoggedVote(Guid Triplet, Variation Choice, Skill? Skill, VoteStatus Status);
