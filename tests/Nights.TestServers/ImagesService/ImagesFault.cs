namespace Nights.TestServers.ImagesService;

/// <summary>What goes wrong with one request.</summary>
public abstract record ImagesFault
{
    /// <summary>The error that is answered before anything is made, or null.</summary>
    public virtual ImagesError? Early => null;

    /// <summary>Headers beside it.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    public sealed record None : ImagesFault;

    /// <summary>An error before anything is made or charged.</summary>
    public sealed record Error(int Status, string Code, string Type, string Message) : ImagesFault
    {
        public override ImagesError Early => new(Status, Code, Type, Message);
    }

    /// <summary>The connection breaks off before anything is made.</summary>
    public sealed record ConnectionReset : ImagesFault;

    /// <summary>Made and charged; no answer ever comes.</summary>
    public sealed record MadeThenSilent : ImagesFault;

    /// <summary>Made and charged; a gateway answers with an error.</summary>
    public sealed record MadeThenError(ImagesError Late) : ImagesFault;

    /// <summary>Made and charged; the connection breaks off in the middle of the answer.</summary>
    public sealed record CutConnection : ImagesFault;

    /// <summary>Made and charged; the answer ends early and pretends to be whole.</summary>
    public sealed record CutJson : ImagesFault;

    /// <summary>Fewer pictures than were asked for, and charged.</summary>
    public sealed record Fewer(int Count) : ImagesFault;

    public static ImagesFault TooManyRequests(params (string Name, string Value)[] headers) =>
        new Error(429, "rate_limit_exceeded", "requests", "Rate limit reached for images per minute.") { Headers = headers.ToDictionary(header => header.Name, header => header.Value) };

    public static ImagesFault Moderated(string code = "content_policy_violation") =>
        new Error(400, code, "image_generation_user_error", "Your request was rejected by the safety system.");
}

/// <summary>An error as the protocol writes it.</summary>
public sealed record ImagesError(int Status, string? Code, string Type, string Message, string? Param = null);

/// <summary>What goes wrong with one fetch of a picture.</summary>
public enum PictureFault
{
    /// <summary>503 and no picture.</summary>
    Away,

    /// <summary>404, as when an address has expired.</summary>
    Gone,

    /// <summary>A page instead of a picture.</summary>
    Page,

    /// <summary>Redirected to where the picture is.</summary>
    Moved,

    /// <summary>Redirected in a circle.</summary>
    Circle,

    /// <summary>The connection breaks off in the middle.</summary>
    Cut,
}
