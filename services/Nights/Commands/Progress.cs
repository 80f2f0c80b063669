using Spectre.Console;

namespace Nights.Local.Commands;

/// <summary>Progress of one long piece of work: a bar on a terminal, nothing beside JSON, else a line when it begins.</summary>
internal static class Progress
{
    /// <param name="title">What is done, e.g. "Pulling birds@1.0.0".</param>
    /// <param name="silent">Nothing but the result may be printed.</param>
    /// <param name="work">Reports the share that is done, in [0, 1].</param>
    public static async Task<T> Show<T>(string title, bool silent, Func<IProgress<double>?, Task<T>> work)
    {
        if (silent) return await work(null);
        if (!Terminal.IsInteractive)
        {
            Terminal.Line($"{title} ...");
            return await work(null);
        }

        return await Terminal.Out.Progress().StartAsync(async screen =>
        {
            var bar = screen.AddTask(Markup.Escape(title), maxValue: 1);
            return await work(new Shown(bar));
        });
    }

    private sealed class Shown(ProgressTask bar) : IProgress<double>
    {
        public void Report(double value) => bar.Value = value;
    }
}
