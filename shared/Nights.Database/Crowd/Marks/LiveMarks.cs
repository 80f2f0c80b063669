using Nights.Domain.Quality;

namespace Nights.Database.Crowd.Marks;

/// <summary>Which marks on a participant's record are in force, as conditions of SQL.</summary>
public static class LiveMarks
{
    /// <summary>Whose votes do not count.</summary>
    public static readonly string Quarantined = Kinds(MarkKind.SoftReject, MarkKind.Exclude);

    /// <summary>Who gets no more trials.</summary>
    public static readonly string Stopped = Kinds(MarkKind.SoftReject, MarkKind.Exclude, MarkKind.Block);

    /// <summary>Whom somebody keeps out, with or without a quarantine beside it.</summary>
    public static readonly string Blocked = Kinds(MarkKind.Block);

    /// <summary>Whom no rule judges.</summary>
    public static readonly string Allowed = Kinds(MarkKind.Allow);

    /// <summary>Whether a participant has such a mark here or everywhere.</summary>
    /// <param name="participant">What stands for the participant's id in the statement.</param>
    /// <param name="campaign">Likewise for the campaign's.</param>
    /// <param name="kinds">One of the conditions of this class, on mark m.</param>
    public static string Exist(string participant, string campaign, string kinds) =>
        $"exists (select from participant_mark m where m.participant_id = {participant} and (m.campaign_id is null or m.campaign_id = {campaign}) and {kinds} and {InForce})";

    private const string InForce = "m.lifted_at is null and (m.ends_at is null or m.ends_at > now())";

    private static string Kinds(params MarkKind[] kinds) => $"m.kind in ({string.Join(", ", kinds.Select(kind => (int)kind))})";
}
