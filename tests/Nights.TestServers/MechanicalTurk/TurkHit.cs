using System.Text.Json.Nodes;

namespace Nights.TestServers.MechanicalTurk;

/// <summary>A HIT as the server keeps it.</summary>
public sealed class TurkHit
{
    public required string Id { get; init; }
    public required string Type { get; init; }
    public required string Annotation { get; init; }

    /// <summary>ExternalURL of its question.</summary>
    public required Uri Page { get; init; }

    public required int Places { get; init; }
    public required DateTimeOffset Expires { get; set; }
    public List<TurkAssignment> Assignments { get; } = [];

    /// <summary>Places that nobody holds or has handed in.</summary>
    public int Open => Places - Assignments.Count(one => one.Status is not "Returned");

    public JsonObject Json(DateTimeOffset now) => new()
    {
        ["HITId"] = Id,
        ["HITTypeId"] = Type,
        ["HITStatus"] = Open > 0 && Expires > now ? "Assignable" : Assignments.Exists(one => one.Status is "Accepted") ? "Unassignable" : "Reviewable",
        ["MaxAssignments"] = Places,
        ["NumberOfAssignmentsAvailable"] = Open,
        ["NumberOfAssignmentsPending"] = Assignments.Count(one => one.Status is "Accepted"),
        ["NumberOfAssignmentsCompleted"] = Assignments.Count(one => one.Status is "Approved" or "Rejected"),
        ["Expiration"] = Expires.ToUnixTimeMilliseconds() / 1000.0,
        ["RequesterAnnotation"] = Annotation,
    };
}

/// <summary>An assignment as the server keeps it.</summary>
public sealed class TurkAssignment
{
    public required string Id { get; init; }
    public required string Hit { get; init; }
    public required string Person { get; init; }
    public required DateTimeOffset AcceptedAt { get; init; }

    /// <summary>Accepted, Submitted, Approved, Rejected or Returned; the first and the last are in no list.</summary>
    public required string Status { get; set; }

    public DateTimeOffset? SubmittedAt { get; set; }
    public string Answer { get; set; } = "";
    public List<decimal> Bonuses { get; } = [];

    /// <summary>Times a reward was paid: never more than once.</summary>
    public int Paid { get; set; }

    public JsonObject Json() => new()
    {
        ["AssignmentId"] = Id,
        ["WorkerId"] = Person,
        ["HITId"] = Hit,
        ["AssignmentStatus"] = Status,
        ["AcceptTime"] = AcceptedAt.ToUnixTimeMilliseconds() / 1000.0,
        ["SubmitTime"] = SubmittedAt?.ToUnixTimeMilliseconds() / 1000.0,
        ["AutoApprovalTime"] = SubmittedAt?.AddDays(7).ToUnixTimeMilliseconds() / 1000.0,
        [nameof(Answer)] = Answer,
    };
}
