using Nights.Diffusion.Models;

namespace Nights.Diffusion.Pipelines;

/// <summary>The encodings of one job: every text is encoded once, however many pictures follow it.</summary>
internal sealed class PromptBook(PromptEncoder encoder, CancellationToken cancel)
{
    private readonly Dictionary<(string, bool Negative), PromptEncoding> encodings = [];

    public PromptEncoding this[string text] => Encoded(text, negative: false);

    public PromptEncoding Negative(string text) => Encoded(text, negative: true);

    private PromptEncoding Encoded(string text, bool negative)
    {
        if (!encodings.TryGetValue((text, negative), out var encoding))
            encodings[(text, negative)] = encoding = negative ? encoder.EncodeNegative(text, cancel) : encoder.Encode(text, cancel);
        return encoding;
    }
}
