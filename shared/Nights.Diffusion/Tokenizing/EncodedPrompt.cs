namespace Nights.Diffusion.Tokenizing;

/// <summary>A prompt as a text encoder takes it.</summary>
/// <param name="Ids">Begin, content, end, padding: <see cref="ClipTokenizer.Length"/> ids.</param>
/// <param name="CutWords">The prompt's last words, as they were written, that the ids do not hold, or hold only in part. Empty when all fitted.</param>
public sealed record EncodedPrompt(int[] Ids, IReadOnlyList<string> CutWords);
