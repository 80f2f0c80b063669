using Nights.Diffusion.Models;
using Nights.Diffusion.Pipelines;

namespace Nights.Generator.Painting;

/// <summary>Orders that are painted together, until each has three pictures that pass the screening or has had its candidates.</summary>
internal sealed class Batch(IReadOnlyList<PaintJob> jobs, ModelFolder model, GeneratorMeter meter)
{
    /// <exception cref="OrderRefusedException">An order can never be painted.</exception>
    public void Paint(CancellationToken cancel)
    {
        var painter = new Painter(model);
        var settings = jobs[0].Kind.Settings;
        var open = jobs.Select(job => (Job: job, Sheet: new TripletSheet(job.Order))).ToList();
        while (open.Count > 0)
        {
            var wanted = open.Select(entry => entry.Sheet.Wanted).ToList();
            var painted = painter.Paint([.. wanted.SelectMany(orders => orders)], settings, progress: null, cancel);
            meter.Batch(painted.Count);
            var given = 0;
            for (var i = 0; i < wanted.Count; i++)
            {
                Take(open[i].Job, open[i].Sheet, painted.Skip(given).Take(wanted[i].Count));
                given += wanted[i].Count;
            }
            open.RemoveAll(entry => entry.Job.Painted.Task.IsCompleted);
        }
    }

    private void Take(PaintJob job, TripletSheet sheet, IEnumerable<PaintedPicture> pictures)
    {
        try
        {
            sheet.Take(pictures);
            if (sheet.Wanted.Count == 0)
                job.Painted.TrySetResult(new PaintedSheet(sheet.Finished, sheet.Screened, job.Kind.Settings, model));
        }
        catch (PaintingRefusedException hopeless)
        {
            job.Painted.TrySetException(hopeless);
        }
    }
}
