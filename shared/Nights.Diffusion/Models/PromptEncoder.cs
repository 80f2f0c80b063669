using Nights.Diffusion.Tokenizing;

namespace Nights.Diffusion.Models;

/// <summary>Prompts to encodings: one tokenizer and encoder, or the two of XL, whose vectors are laid side by side.</summary>
public sealed class PromptEncoder : IDisposable
{
    private readonly (ClipTokenizer Tokenizer, TextEncoder Encoder)[] parts;
    private readonly bool zerosForEmpty;
    private PromptEncoding? zeros;

    internal PromptEncoder((ClipTokenizer Tokenizer, TextEncoder Encoder)[] parts, bool zerosForEmpty)
    {
        (this.parts, this.zerosForEmpty) = (parts, zerosForEmpty);
        if (parts.Select(part => part.Tokenizer.Length).Distinct().Count() > 1)
            throw new ModelFolderException(
                $"The tokenizers frame prompts to {string.Join(" and ", parts.Select(part => part.Tokenizer.Length))} tokens; they must agree.");
    }

    /// <summary>Tokens of an encoded prompt.</summary>
    public int Tokens => parts[0].Tokenizer.Length;

    /// <summary>Numbers a token, or -1 where the graphs do not say.</summary>
    public int Width => parts.Any(part => part.Encoder.Width < 0) ? -1 : parts.Sum(part => part.Encoder.Width);

    /// <summary>The first tokenizer: what decides which words of a prompt are read.</summary>
    public ClipTokenizer Tokenizer => parts[0].Tokenizer;

    internal PromptEncoding Encode(string prompt, CancellationToken cancel)
    {
        var tokenized = parts[0].Tokenizer.Tokenize(prompt);
        var encoded = parts.Select((part, i) => part.Encoder.Encode(i == 0 ? tokenized.Ids : part.Tokenizer.Encode(prompt), cancel)).ToArray();
        var encoding = new PromptEncoding(SideBySide([.. encoded.Select(part => part.Hidden)]), encoded[^1].Pooled, tokenized.CutWords);
        zeros ??= encoding.Zeros;  // all have one shape; of two threads at once either may be kept
        return encoding;
    }

    /// <summary>A negative prompt: the XL family takes an empty one for zeros, unless its folder says otherwise.</summary>
    internal PromptEncoding EncodeNegative(string prompt, CancellationToken cancel) =>
        !zerosForEmpty || prompt.Length > 0 ? Encode(prompt, cancel) : zeros ?? Encode(prompt, cancel).Zeros;

    public void Dispose()
    {
        foreach (var (_, encoder) in parts)
            encoder.Dispose();
    }

    private float[] SideBySide(float[][] hidden)
    {
        if (hidden.Length == 1)
            return hidden[0];
        var whole = new float[hidden.Sum(part => part.Length)];
        var width = whole.Length / Tokens;
        for (int token = 0; token < Tokens; token++)
        {
            var at = token * width;
            foreach (var part in hidden)
            {
                var own = part.Length / Tokens;
                part.AsSpan(token * own, own).CopyTo(whole.AsSpan(at));
                at += own;
            }
        }
        return whole;
    }
}
