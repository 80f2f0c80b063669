using Nights.Crowd.Sessions;

namespace Nights.Crowd.Answers;

/// <summary>What became of an answer.</summary>
/// <param name="Refused">Null when the answer is stored, now or before.</param>
/// <param name="Right">For practice: whether the choice was right.</param>
internal sealed record AnswerResult(AnswerRefused? Refused, bool? Right, Progress? Progress)
{
    public static AnswerResult Of(AnswerRefused refused) => new(refused, null, null);
}

internal enum AnswerRefused
{
    NotYours,
    SessionClosed,
    SubmissionUsed,

    /// <summary>More answers wait than the desk takes in.</summary>
    Busy,
}
