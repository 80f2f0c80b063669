using Nights.Diffusion.Models;

namespace Nights.Diffusion.Pipelines;

/// <summary>What a row of a batch is guided by, from the first model call to the last.</summary>
/// <param name="Negative">What guidance leads away from.</param>
/// <param name="Prompt">What it leads to.</param>
/// <param name="Switches">Prompts that take over later: the share of calls that go before, and the prompt.</param>
internal sealed record PromptTrack(PromptEncoding Negative, PromptEncoding Prompt, IReadOnlyList<(double After, PromptEncoding Prompt)> Switches)
{
    /// <summary>The prompt that takes over at a call, or null.</summary>
    public PromptEncoding? StartingAt(int call, int calls)
    {
        PromptEncoding? starting = null;
        foreach (var (after, prompt) in Switches)
            if ((int)Math.Round(after * calls) == call)
                starting = prompt;
        return starting;
    }
}
