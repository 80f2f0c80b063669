using Nights.Local.Commands;
using Spectre.Console;

namespace Nights.Local.Demo;

/// <summary>Shows how far each stage is: bars on a terminal, a line now and then without one, nothing beside JSON.</summary>
internal abstract class DemoScreen
{
    /// <param name="stage">E.g. "Paint".</param>
    /// <param name="done">Share that is done, in [0, 1].</param>
    /// <param name="words">Where it stands, e.g. "120 of 600 paintings".</param>
    public abstract void Show(string stage, double done, string words);

    /// <summary>Runs the work with the screen that suits the terminal.</summary>
    public static async Task<T> Run<T>(bool silent, Func<DemoScreen, Task<T>> work)
    {
        if (silent) return await work(new Nothing());
        if (!Terminal.IsInteractive) return await work(new Lines(TimeProvider.System));
        return await Terminal.Out.Progress()
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn())
            .StartAsync(context => work(new Bars(context)));
    }

    private sealed class Nothing : DemoScreen
    {
        public override void Show(string stage, double done, string words)
        {
        }
    }

    private sealed class Bars(ProgressContext context) : DemoScreen
    {
        private readonly Dictionary<string, ProgressTask> bars = [];
        private readonly Lock gate = new();

        public override void Show(string stage, double done, string words)
        {
            lock (gate)
            {
                if (!bars.TryGetValue(stage, out var bar)) bars[stage] = bar = context.AddTask(stage, maxValue: 1);
                bar.Description = Markup.Escape($"{stage,-9} {words}");
                bar.Value = done;
                if (done >= 1) bar.StopTask();
            }
        }
    }

    private sealed class Lines(TimeProvider clock) : DemoScreen
    {
        private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);
        private readonly Dictionary<string, (long At, bool Done)> told = [];
        private readonly Lock gate = new();

        public override void Show(string stage, double done, string words)
        {
            lock (gate)
            {
                var known = told.TryGetValue(stage, out var last);
                if (known && (last.Done || (done < 1 && clock.GetElapsedTime(last.At) < Pause))) return;
                told[stage] = (clock.GetTimestamp(), done >= 1);
                Terminal.Line($"{stage,-9} {words}");
            }
        }
    }
}
