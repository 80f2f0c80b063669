using Nights.Diffusion.Models;
using Nights.Diffusion.Variations;

namespace Nights.Diffusion.Pipelines;

/// <summary>What a row of a batch is guided by, from the first model call to the last.</summary>
/// <param name="Negative">What guidance leads away from; null where there is none.</param>
/// <param name="Prompt">What it leads to.</param>
/// <param name="Switches">Prompts that take over later: the level of the switch, and the prompt, earliest first, so with levels that fall.</param>
internal sealed record PromptTrack(PromptEncoding? Negative, PromptEncoding Prompt, IReadOnlyList<(double Level, PromptEncoding Prompt)> Switches)
{
    /// <summary>The prompt that guides it at the end.</summary>
    public PromptEncoding Last => Switches.Count > 0 ? Switches[^1].Prompt : Prompt;

    /// <summary>The prompt that takes over at a call, or null.</summary>
    public PromptEncoding? StartingAt(int call, int calls)
    {
        PromptEncoding? starting = null;
        foreach (var (level, prompt) in Switches)
            if (StepLevels.SwitchStep(level, calls) == call)
                starting = prompt;
        return starting;
    }
}
