using System.Text.Json;
using System.Text.Json.Nodes;

namespace Nights.TestServers.ImagesService;

/// <summary>The rules of <c>POST /v1/images/generations</c>; what breaks one is answered as OpenAI answers it.</summary>
internal static class ImagesRequestCheck
{
    private static readonly string[] Fields = ["model", "prompt", "n", "size", "quality", "style", "response_format", "user"];

    public static ImagesError? Complaint(AskedRequest asked, ImagesServerRules rules)
    {
        if (asked.Path != "/v1/images/generations")
            return new ImagesError(404, null, "invalid_request_error", $"Invalid URL ({asked.Method} {asked.Path})");
        if (asked.Method != "POST")
            return Invalid(405, "method_not_supported", $"Not allowed to {asked.Method} on {asked.Path}.");
        if (asked.Headers.GetValueOrDefault("Authorization") != $"Bearer {rules.ApiKey}")
            return Invalid(401, "invalid_api_key", $"Incorrect API key provided: {asked.Headers.GetValueOrDefault("Authorization")}.");  // says back what it was sent
        if (asked.Headers.GetValueOrDefault("Content-Type")?.Split(';')[0] != "application/json")
            return Invalid(415, "unsupported_content_type", "The Content-Type must be application/json.");
        if (asked.Headers.GetValueOrDefault("Idempotency-Key") is not { Length: > 0 and <= 255 })
            return Invalid(400, "missing_idempotency_key", "This server wants an Idempotency-Key of 1 to 255 characters.");
        return Parsed(asked.Body) is JsonObject body ? Complaint(body, rules) : Invalid(400, "invalid_json", "The body is no JSON object.");
    }

    private static ImagesError? Complaint(JsonObject body, ImagesServerRules rules)
    {
        if (body.FirstOrDefault(field => !Fields.Contains(field.Key)) is { Key: { } unknown })
            return Invalid(400, "unknown_parameter", $"Unknown parameter: '{unknown}'.", unknown);
        if (body.ContainsKey("response_format") && rules.RefusesResponseFormat)
            return Invalid(400, "unknown_parameter", "Unknown parameter: 'response_format'.", "response_format");
        if (Text(body, "prompt") is not { Length: > 0 } prompt)
            return Invalid(400, "missing_required_parameter", "Missing required parameter: 'prompt'.", "prompt");
        if (prompt.Length > rules.LongestPrompt)
            return Invalid(400, "string_above_max_length", $"Invalid 'prompt': string too long. Expected at most {rules.LongestPrompt}.", "prompt");
        if (Text(body, "model") != rules.Model)
            return new ImagesError(404, "model_not_found", "invalid_request_error", $"The model '{body["model"]}' does not exist or you do not have access to it.", "model");
        if (body["n"] is { } n && (n.GetValueKind() != JsonValueKind.Number || !n.AsValue().TryGetValue<int>(out var count) || count < 1 || count > rules.MostImages))
            return Invalid(400, "invalid_value", $"Invalid 'n': 1 to {rules.MostImages} are possible.", "n");
        return OneOf(body, "size", rules.Sizes) ?? OneOf(body, "quality", rules.Qualities) ?? OneOf(body, "style", rules.Styles)
            ?? OneOf(body, "response_format", ["url", "b64_json"]);
    }

    private static ImagesError? OneOf(JsonObject body, string name, IReadOnlyList<string> known) =>
        !body.ContainsKey(name) || (Text(body, name) is { } value && known.Contains(value))
            ? null
            : Invalid(400, "invalid_value", $"Invalid value: '{body[name]}'. Supported values are: {string.Join(", ", known)}.", name);

    private static string? Text(JsonObject body, string name) => body[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    private static JsonNode? Parsed(string body)
    {
        try
        {
            return JsonNode.Parse(body);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static ImagesError Invalid(int status, string code, string message, string? param = null) => new(status, code, "invalid_request_error", message, param);
}
