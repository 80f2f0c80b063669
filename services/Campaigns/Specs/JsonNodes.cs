using System.Text.Json;

namespace Nights.Campaigns.Specs;

/// <summary>Reads JSON into nodes. JSON's reader keeps no lines of values, only of its syntax errors.</summary>
internal static class JsonNodes
{
    /// <exception cref="SpecFormatException">Not JSON.</exception>
    public static SpecNode Read(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text, new JsonDocumentOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip, MaxDepth = 16 });
            return Node(document.RootElement);
        }
        catch (JsonException wrong)
        {
            throw new SpecFormatException($"line {wrong.LineNumber + 1}, column {wrong.BytePositionInLine + 1}: this is not JSON.");
        }
    }

    private static SpecNode Node(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => new SpecMap([.. value.EnumerateObject().Select(entry => (entry.Name, Node(entry.Value)))], null),
        JsonValueKind.Array => new SpecList([.. value.EnumerateArray().Select(Node)], null),
        JsonValueKind.String => new SpecScalar(value.GetString(), Quoted: true, null),
        JsonValueKind.Null or JsonValueKind.Undefined => new SpecScalar(null, Quoted: false, null),
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => new SpecScalar(value.GetRawText(), Quoted: false, null),
        _ => throw new SpecFormatException($"A {value.ValueKind} is not expected in a spec."),
    };
}
