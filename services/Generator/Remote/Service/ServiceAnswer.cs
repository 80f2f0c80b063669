using Nights.Generator.Remote.Requests;

namespace Nights.Generator.Remote.Service;

/// <summary>What a service answered, or that it did not.</summary>
/// <param name="Fate">What became of the request.</param>
/// <param name="Words">What happened, for the operator; never holds the key.</param>
internal sealed record ServiceAnswer(Fate Fate, string Words)
{
    /// <summary>Whether the same request, sent again, may fare better.</summary>
    public bool MayBeRepeated { get; init; }

    /// <summary>How long the service wants to be left alone, or null where it does not say.</summary>
    public TimeSpan? Wait { get; init; }

    public int? Status { get; init; }

    public string? RequestId { get; init; }

    public long? Created { get; init; }

    public IReadOnlyList<AnsweredImage> Images { get; init; } = [];
}

/// <summary>One picture of an answer: the file, or its address, or why there is neither.</summary>
internal sealed record AnsweredImage
{
    public byte[]? File { get; init; }

    public string? Url { get; init; }

    public string? Problem { get; init; }

    public bool Withheld { get; init; }

    public string? RevisedPrompt { get; init; }
}
