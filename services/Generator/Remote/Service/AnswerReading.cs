using System.Text.Json;
using Nights.Generator.Remote.Requests;

namespace Nights.Generator.Remote.Service;

/// <summary>Reads an answer of 200: <c>{"created", "data": [{"b64_json" or "url", "revised_prompt"}]}</c>. Fields beyond are let be.</summary>
internal static class AnswerReading
{
    /// <param name="body">The whole body; null where it was larger than the pictures may be.</param>
    /// <param name="request">What was asked for.</param>
    /// <param name="options">Host and limits, for words.</param>
    public static ServiceAnswer Read(byte[]? body, ImagesRequest request, RemoteOptions options)
    {
        if (body is null)
        {
            var limit = $"{request.Slots.Count} pictures of {options.LargestPictureBytes} bytes (Generator:Remote:LargestPictureBytes)";
            var problem = "the answer is larger than " + limit;
            return new ServiceAnswer(Fate.Answered, "") { Images = [.. request.Slots.Select(_ => new AnsweredImage { Problem = problem })] };
        }
        try
        {
            using var json = JsonDocument.Parse(body);
            return Read(json.RootElement, request, options);
        }
        catch (Exception cut) when (cut is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            var words = $"{options.Host} answered 200 with {body.Length} bytes that are no whole answer of the Images API";
            return new ServiceAnswer(Fate.Unknown, words) { MayBeRepeated = true };
        }
    }

    private static ServiceAnswer Read(JsonElement root, ImagesRequest request, RemoteOptions options)
    {
        AnsweredImage[] images = [.. root.GetProperty("data").EnumerateArray().Select(image => Image(image, options.LargestPictureBytes))];
        return new ServiceAnswer(Fate.Answered, "")
        {
            Created = root.TryGetProperty("created", out var created) && created.TryGetInt64(out var seconds) ? seconds : null,
            // Nothing at all is how some services' moderation refuses; to buy again under the same key would not change it.
            Images = images.Length > 0 ? images : [.. request.Slots.Select(_ => new AnsweredImage { Withheld = true, Problem = "the service gave no picture" })],
        };
    }

    private static AnsweredImage Image(JsonElement image, long largest)
    {
        var revised = Text(image, "revised_prompt");
        if (Text(image, "b64_json") is { Length: > 0 } text)
        {
            return image.GetProperty("b64_json").TryGetBytesFromBase64(out var file)
                ? file.LongLength <= largest
                    ? new AnsweredImage { File = file, RevisedPrompt = revised }
                    : new AnsweredImage { Problem = $"it has {file.LongLength} bytes; {largest} are taken (Generator:Remote:LargestPictureBytes)" }
                : new AnsweredImage { Problem = $"its {text.Length} letters are no base64", RevisedPrompt = revised };
        }
        return Text(image, "url") is { Length: > 0 } url
            ? new AnsweredImage { Url = url, RevisedPrompt = revised }
            : new AnsweredImage { Withheld = true, Problem = "the service kept it back", RevisedPrompt = revised };
    }

    private static string? Text(JsonElement image, string name) =>
        image.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
