using Nights.Crowd.Sessions;

namespace Nights.Crowd.Answers;

/// <summary>An answer and who gave it.</summary>
internal readonly record struct GivenAnswer(HitCaller Caller, Answer Answer);
