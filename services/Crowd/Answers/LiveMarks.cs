namespace Nights.Crowd.Answers;

/// <summary>Which marks on a participant's record are in force.</summary>
internal static class LiveMarks
{
    /// <summary>A condition on mark m for participant $1 in campaign $2.</summary>
    public const string Here =
        "m.participant_id = $1 and (m.campaign_id is null or m.campaign_id = $2) and m.lifted_at is null and (m.ends_at is null or m.ends_at > now())";
}
