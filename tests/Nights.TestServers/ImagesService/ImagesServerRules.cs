namespace Nights.TestServers.ImagesService;

/// <summary>What a service of the kind allows; the defaults are those of dall-e-3, as the reference has them.</summary>
public sealed record ImagesServerRules
{
    /// <summary>The key that is accepted.</summary>
    public string ApiKey { get; init; } = "sk-test-0123456789abcdef";

    public string Model { get; init; } = "dall-e-3";

    public IReadOnlyList<string> Sizes { get; init; } = ["1024x1024", "1792x1024", "1024x1792"];

    public IReadOnlyList<string> Qualities { get; init; } = ["standard", "hd"];

    public IReadOnlyList<string> Styles { get; init; } = ["vivid", "natural"];

    /// <summary>Most pictures a request; 1 for dall-e-3.</summary>
    public int MostImages { get; init; } = 10;

    public int LongestPrompt { get; init; } = 4000;

    /// <summary>gpt-image-1 refuses the field response_format and always answers in base64.</summary>
    public bool RefusesResponseFormat { get; init; }

    /// <summary>Answers by URL or in base64 whatever was asked, as some services do.</summary>
    public bool? AnswersByUrl { get; init; }

    /// <summary>A request repeated under its key is made and charged once.</summary>
    public bool HonoursIdempotencyKeys { get; init; } = true;

    /// <summary>The file of the picture with this number (from 0) at this size ("1024x1024").</summary>
    public required Func<int, string, byte[]> Paint { get; init; }

    /// <summary>Type that pictures are served with.</summary>
    public string PictureType { get; init; } = "image/png";

    public TimeProvider Clock { get; init; } = TimeProvider.System;
}
