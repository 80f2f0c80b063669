using System.Security;
using System.Text;
using Microsoft.AspNetCore.Http;
using Nights.TestServers.Marketplaces;

namespace Nights.TestServers.MechanicalTurk;

/// <content>The participants' site: accepting, the frame, and the form that ends the work.</content>
public sealed partial class TurkServer
{
    private static readonly string[] Reserved = ["assignmentId", "hitId", "workerId", "turkSubmitTo"];

    /// <summary>Somebody accepts a HIT.</summary>
    public TurkAssignment Accept(TurkHit hit, string person)
    {
        lock (gate)
        {
            if (hit.Open <= 0 || hit.Expires <= clock.GetUtcNow()) throw new MarketplaceRefusalException(400, "0", "The HIT takes nobody.");
            if (hit.Assignments.Exists(one => one.Person == person)) throw new MarketplaceRefusalException(400, "0", "One assignment of a HIT for each.");
            if (Blocks.ContainsKey(person)) throw new MarketplaceRefusalException(400, "0", "This person is blocked.");
            var assignment = new TurkAssignment { Id = NewId("ASSIGNMENT"), Hit = hit.Id, Person = person, AcceptedAt = clock.GetUtcNow(), Status = "Accepted" };
            hit.Assignments.Add(assignment);
            return assignment;
        }
    }

    public void Return(TurkAssignment assignment)
    {
        lock (gate)
        {
            if (assignment.Status is not "Accepted") throw new MarketplaceRefusalException(400, "0", $"The assignment is {assignment.Status}.");
            assignment.Status = "Returned";
        }
    }

    /// <summary>The service pays what nobody decided.</summary>
    public void ApproveByClock(TurkAssignment assignment)
    {
        lock (gate)
        {
            if (assignment.Status is not "Submitted") throw new MarketplaceRefusalException(400, "0", $"The assignment is {assignment.Status}.");
            (assignment.Status, assignment.Paid) = ("Approved", assignment.Paid + 1);
        }
    }

    /// <summary>The frame's address: for somebody who only looks, or for who has accepted.</summary>
    public Uri Address(TurkHit hit, TurkAssignment? assignment)
    {
        var page = hit.Page.AbsoluteUri;
        var ids = assignment is null
            ? $"assignmentId=ASSIGNMENT_ID_NOT_AVAILABLE&hitId={hit.Id}"
            : $"assignmentId={assignment.Id}&hitId={hit.Id}&workerId={assignment.Person}&turkSubmitTo={Uri.EscapeDataString(Endpoint.TrimEnd('/'))}";
        return new Uri(page + (page.Contains('?', StringComparison.Ordinal) ? "&" : "?") + ids);
    }

    private async Task Site(HttpContext http)
    {
        switch (http.Request.Method, http.Request.Path.Value!.Trim('/').Split('/'))
        {
            // The page of a HIT with our page in a sandboxed frame, as participants see it.
            case ("GET", ["work", var id]) when Hits.FirstOrDefault(hit => hit.Id == id) is { } hit:
                var assignment = hit.Assignments.Find(one => one.Id == http.Request.Query["assignment"]);
                http.Response.ContentType = "text/html; charset=utf-8";
                await http.Response.WriteAsync(
                    $"<!doctype html><title>HIT</title><iframe sandbox=\"allow-scripts allow-same-origin allow-forms\" width=1200 height=800 src=\"{SecurityElement.Escape(Address(hit, assignment).AbsoluteUri)}\"></iframe>");
                break;
            case ("POST", ["mturk", "externalSubmit"]):
                await Submit(http);
                break;
            default:
                http.Response.StatusCode = 404;
                break;
        }
    }

    /// <summary>A form from a browser: assignmentId is required and case-sensitive, the reserved names are no answers.</summary>
    private async Task Submit(HttpContext http)
    {
        var form = await http.Request.ReadFormAsync();
        lock (gate)
        {
            var assignment = hits.SelectMany(hit => hit.Assignments).FirstOrDefault(one => one.Id == form["assignmentId"]);
            if (assignment is not { Status: "Accepted" } || !form.Keys.Any(key => !Reserved.Contains(key)))
            {
                Complaints.Enqueue($"externalSubmit: {(assignment is null ? "no such assignment" : $"it is {assignment.Status}")}.");
                http.Response.StatusCode = 400;
                return;
            }

            var answers = new StringBuilder("<QuestionFormAnswers xmlns=\"http://mechanicalturk.amazonaws.com/AWSMechanicalTurkDataSchemas/2005-10-01/QuestionFormAnswers.xsd\">");
            foreach (var (name, value) in form.Where(field => !Reserved.Contains(field.Key)))
                answers.Append($"<Answer><QuestionIdentifier>{SecurityElement.Escape(name)}</QuestionIdentifier><FreeText>{SecurityElement.Escape(value.ToString())}</FreeText></Answer>");
            (assignment.Status, assignment.SubmittedAt, assignment.Answer) = ("Submitted", clock.GetUtcNow(), answers.Append("</QuestionFormAnswers>").ToString());
        }

        await http.Response.WriteAsync("<!doctype html><title>Thank you</title>");
    }
}
