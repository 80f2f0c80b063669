using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Nights.TestServers.Marketplaces;

namespace Nights.TestServers.MechanicalTurk;

/// <content>Assignments and money.</content>
public sealed partial class TurkServer
{
    private TurkAssignment Assignment(JsonElement body)
    {
        var id = Text(body, "AssignmentId");
        return hits.SelectMany(hit => hit.Assignments).FirstOrDefault(one => one.Id == id && one.Status is not ("Accepted" or "Returned"))
            ?? throw new MarketplaceRefusalException(400, "AWS.MechanicalTurk.AssignmentDoesNotExist", $"There is no assignment {id} that was handed in.");
    }

    private JsonObject Approve(JsonElement body)
    {
        var assignment = Assignment(body);
        var overriding = body.TryGetProperty("OverrideRejection", out var asked) && asked.GetBoolean();
        if (assignment.Status is not "Submitted" && !(assignment.Status is "Rejected" && overriding))
            throw new MarketplaceRefusalException(400, "AWS.MechanicalTurk.InvalidAssignmentState", $"The assignment is {assignment.Status}.");
        assignment.Status = "Approved";
        assignment.Paid++;
        return [];
    }

    private JsonObject Reject(JsonElement body)
    {
        var assignment = Assignment(body);
        if (assignment.Status is not "Submitted") throw new MarketplaceRefusalException(400, "AWS.MechanicalTurk.InvalidAssignmentState", $"The assignment is {assignment.Status}.");
        Text(body, "RequesterFeedback");
        assignment.Status = "Rejected";
        return [];
    }

    private JsonObject Bonus(JsonElement body)
    {
        var assignment = Assignment(body);
        Text(body, "Reason");
        if (Text(body, "WorkerId") != assignment.Person) throw Bad("This is another's assignment.");
        var token = Text(body, "UniqueRequestToken");
        if (token.Length > 64) throw Bad("UniqueRequestToken has more than 64 characters.");
        if (!tokens.TryAdd(token, assignment.Id)) throw new MarketplaceRefusalException(400, "AWS.MechanicalTurk.BonusAlreadyExists", $"The bonus on {tokens[token]} was paid with this token.");
        assignment.Bonuses.Add(decimal.Parse(Text(body, "BonusAmount"), CultureInfo.InvariantCulture));
        return [];
    }

    private JsonObject Block(JsonElement body)
    {
        Blocks[Text(body, "WorkerId")] = Text(body, "Reason");
        return [];
    }

    private JsonObject Unblock(JsonElement body)
    {
        Blocks.TryRemove(Text(body, "WorkerId"), out _);
        return [];
    }

    private JsonObject Write(JsonElement body)
    {
        Text(body, "Subject");
        foreach (var person in body.GetProperty("WorkerIds").EnumerateArray()) Messages.Enqueue((person.GetString()!, Text(body, "MessageText")));
        return new JsonObject { ["NotifyWorkersFailureStatuses"] = new JsonArray() };
    }
}
