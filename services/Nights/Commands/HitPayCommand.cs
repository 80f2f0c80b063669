using System.CommandLine;
using System.Text.Json;
using static Nights.Local.Commands.HitCommand;

namespace Nights.Local.Commands;

/// <summary>nights hit pay: who has handed in, and what they get for it.</summary>
internal static class HitPayCommand
{
    public static Command Create() => new("pay", "Decide about submissions and pay them.")
    {
        List(),
        Approve(),
        SoftReject(),
        Reject(),
        Bonus(),
        TopUp(),
        Payout(),
        Ledger(),
    };

    private static Command List()
    {
        var study = Study();
        return HostCommand.Create("list", "Submissions of a study, those that wait first.", [study], async (client, parsed, json, cancel) =>
        {
            var page = await client.Get<JsonElement>($"studies/{parsed.GetRequiredValue(study)}/submissions?size=200", cancel);
            if (json) Terminal.Write(page);
            else Terminal.Table(["submission", "person", "there", "verified", "answers", "verdict", "promised", "paid", "trouble"], page.GetProperty("items").EnumerateArray().Select(row => new[]
            {
                Text(row, "id"), Text(row, "person"), Text(row, "remoteState"), Text(row, "verified"), Text(row, "answers"), Text(row, "verdict"), Money(row, "promisedMinor"), Money(row, "paidMinor"), Text(row, "fault"),
            }));
        });
    }

    private static Command Approve() => Decide("approve", "Pay the reward.", [], _ => new { });

    private static Command SoftReject()
    {
        var reason = Reason();
        return Decide("soft-reject", "Pay the reward and leave the answers out.", [reason], parsed => new { reason = parsed.GetRequiredValue(reason) });
    }

    private static Command Reject()
    {
        var category = new Option<string>("--category") { Description = "E.g. LOW_EFFORT, FAILED_CHECK, NO_DATA.", HelpName = "WORD", Required = true };
        var message = new Option<string>("--message") { Description = "What the participant reads, at least 100 characters.", HelpName = "TEXT", Required = true };
        return Decide("reject", "Refuse the reward, and say why.", [category, message], parsed => new { category = parsed.GetRequiredValue(category), message = parsed.GetRequiredValue(message) });
    }

    private static Command Bonus()
    {
        var (amount, cause, reason) = (Amount(), new Option<string>("--cause") { Description = "One word; the same cause is paid once.", HelpName = "WORD", Required = true }, Reason());
        return Decide("bonus", "Pay something on top.", [amount, cause, reason], parsed => new
        {
            amountMinor = parsed.GetRequiredValue(amount),
            cause = parsed.GetRequiredValue(cause),
            reason = parsed.GetRequiredValue(reason),
        });
    }

    private static Command Payout()
    {
        var reference = new Option<string>("--reference") { Description = "Where the payment can be found.", HelpName = "TEXT", Required = true };
        return Decide("payout", "Record that what is owed was paid by hand.", [reference], parsed => new { reference = parsed.GetRequiredValue(reference) });
    }

    private static Command TopUp()
    {
        var (study, amount) = (Study(), Amount());
        return HostCommand.Create("top-up", "Pay every approved submission of a study so much on top.", [study, amount], async (client, parsed, json, cancel) =>
        {
            var done = await client.Post<JsonElement>($"studies/{parsed.GetRequiredValue(study)}/top-up", new { amountMinor = parsed.GetRequiredValue(amount) }, cancel);
            if (json) Terminal.Write(done);
            else Terminal.Line($"{Text(done, "submissions")} submissions get {Text(done, "amountMinor")} minor units each.");
        });
    }

    private static Command Ledger()
    {
        var study = Study();
        return HostCommand.Create("ledger", "The payment ledger of a study, the newest line first.", [study], async (client, parsed, json, cancel) =>
        {
            var page = await client.Get<JsonElement>($"studies/{parsed.GetRequiredValue(study)}/ledger?size=200", cancel);
            if (json) Terminal.Write(page);
            else Terminal.Table(["line", "at", "submission", "kind", "step", "amount", "by", "note"], page.GetProperty("items").EnumerateArray().Select(row => new[]
            {
                Text(row, "id"), Text(row, "at"), Text(row, "submissionId"), Text(row, "kind"), Text(row, "step"), Money(row, "amountMinor"), Text(row, "by"), Text(row, "note"),
            }));
        });
    }

    private static Command Decide(string name, string description, IEnumerable<Symbol> more, Func<ParseResult, object> body)
    {
        var submission = new Argument<Guid>("SUBMISSION") { Description = "Id of a submission; nights hit pay list shows them." };
        return HostCommand.Create(name, description, [submission, .. more], async (client, parsed, json, cancel) =>
        {
            var row = await client.Post<JsonElement>($"submissions/{parsed.GetRequiredValue(submission)}/{name}", body(parsed), cancel);
            if (json) Terminal.Write(row);
            else Terminal.Line($"Submission {Text(row, "id")}: {Text(row, "verdict")}; promised {Money(row, "promisedMinor")}, paid {Money(row, "paidMinor")}.");
        });
    }

    private static Argument<Guid> Study() => new("STUDY") { Description = "Id of a study; nights hit status lists them." };

    private static Option<long> Amount() => new("--amount") { Description = "Minor units (cents).", HelpName = "N", Required = true };

    private static Option<string> Reason() => new("--reason") { Description = "Why; a participant reads it with a bonus.", HelpName = "TEXT", Required = true };
}
