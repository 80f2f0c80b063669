namespace Nights.Generator.Remote.Service;

/// <summary>Reads the body of an answer, up to a limit.</summary>
internal static class LimitedBody
{
    /// <returns>The bytes, or null when there are more than <paramref name="most"/>.</returns>
    /// <exception cref="IOException">The connection broke off before the body's end.</exception>
    public static async Task<byte[]?> Read(HttpContent content, long most, CancellationToken cancel)
    {
        if (content.Headers.ContentLength > most)
            return null;
        await using var body = await content.ReadAsStreamAsync(cancel);
        using var kept = new MemoryStream((int)(content.Headers.ContentLength ?? 0));
        var piece = new byte[64 << 10];
        while (await body.ReadAsync(piece, cancel) is var read and > 0)
        {
            if (kept.Length + read > most)
                return null;
            kept.Write(piece, 0, read);
        }
        return kept.ToArray();
    }
}
