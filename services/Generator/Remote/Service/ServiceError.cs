using System.Text;
using System.Text.Json;

namespace Nights.Generator.Remote.Service;

/// <summary>The error object of the protocol, <c>{"error": {"code", "type", "message", "param"}}</c>, as far as an answer has it.</summary>
internal sealed record ServiceError(string Code, string Type, string Message, string Param)
{
    private const int LongestMessage = 300;

    private static readonly string[] ModerationCodes = ["content_policy_violation", "moderation_blocked", "content_filter", "contentFilter", "safety_violation"];
    private static readonly string[] CreditCodes = ["insufficient_quota", "billing_hard_limit_reached", "billing_not_active"];

    /// <summary>Moderation will not have the prompt or the picture. Older services say so in the message alone.</summary>
    public bool IsModeration => ModerationCodes.Contains(Code) || Message.Contains("safety system", StringComparison.OrdinalIgnoreCase);

    /// <summary>The account has nothing left to spend.</summary>
    public bool IsOutOfCredit => CreditCodes.Contains(Code) || CreditCodes.Contains(Type);

    /// <summary>Code and message in one line, with the parameter at fault.</summary>
    public override string ToString()
    {
        var named = string.Join(", ", new[] { Code.Length > 0 ? Code : Type, Param }.Where(part => part.Length > 0));
        return (named, Message) switch
        {
            ("", "") => "without a reason",
            ("", _) => Message,
            (_, "") => named,
            _ => $"{named}: {Message}",
        };
    }

    /// <summary>Reads whatever there is; an answer that is no such JSON serves as the message.</summary>
    public static ServiceError Read(ReadOnlySpan<byte> body)
    {
        try
        {
            var reader = new Utf8JsonReader(body);
            using var json = JsonDocument.ParseValue(ref reader);
            return Of(json.RootElement);
        }
        catch (JsonException)
        {
            return new ServiceError("", "", Line(Encoding.UTF8.GetString(body)), "");
        }
    }

    private static ServiceError Of(JsonElement root) =>
        root.ValueKind == JsonValueKind.Object && root.TryGetProperty("error", out var error)
            ? error.ValueKind == JsonValueKind.Object
                ? new ServiceError(Text(error, "code"), Text(error, "type"), Text(error, "message"), Text(error, "param"))
                : new ServiceError("", "", Line(error.ToString()), "")
            : new ServiceError("", "", Line(root.ToString()), "");

    private static string Text(JsonElement error, string name) =>
        error.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String or JsonValueKind.Number ? Line(value.ToString()) : "";

    private static string Line(string text)
    {
        var words = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        var line = string.Concat(string.Join(' ', words).Where(letter => !char.IsControl(letter)));
        return line.Length <= LongestMessage ? line : line[..LongestMessage] + "…";
    }
}
