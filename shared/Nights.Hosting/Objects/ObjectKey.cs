using System.Buffers;

namespace Nights.Hosting.Objects;

/// <summary>
/// What a key may look like. One rule for both stores, so that a key which works in a folder works in a bucket:
/// segments of letters, digits and <c>._-=+@</c>, joined by <c>/</c>, none of them empty, "." or "..", 512 characters at most.
/// </summary>
internal static class ObjectKey
{
    private const int Limit = 512;

    private static readonly SearchValues<char> Allowed =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-=+@/");

    /// <exception cref="ArgumentException">The key breaks the rule.</exception>
    public static void Check(string key)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        CheckCharacters(key);
        foreach (var segment in key.Split('/'))
            CheckSegment(key, segment, mayBeEmpty: false);
    }

    /// <summary>The same for a prefix, which may be empty and may end inside a segment or at a slash.</summary>
    /// <exception cref="ArgumentException">The prefix breaks the rule.</exception>
    public static void CheckPrefix(string prefix)
    {
        ArgumentNullException.ThrowIfNull(prefix);
        CheckCharacters(prefix);
        var segments = prefix.Split('/');
        for (var i = 0; i < segments.Length; i++)
            CheckSegment(prefix, segments[i], mayBeEmpty: i == segments.Length - 1);
    }

    private static void CheckCharacters(string key)
    {
        if (key.Length > Limit)
            throw new ArgumentException($"The object key '{key[..40]}…' has {key.Length} characters; {Limit} are possible.", nameof(key));
        if (key.AsSpan().IndexOfAnyExcept(Allowed) is var at and >= 0)
            throw new ArgumentException($"The object key '{key}' has the character '{key[at]}'; letters, digits and ._-=+@/ are possible.", nameof(key));
    }

    private static void CheckSegment(string key, string segment, bool mayBeEmpty)
    {
        if (segment is "." or ".." || (segment is "" && !mayBeEmpty))
            throw new ArgumentException($"The object key '{key}' has the segment '{segment}'; it would leave its place in the store.", nameof(key));
    }
}
