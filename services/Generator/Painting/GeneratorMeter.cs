using System.Diagnostics.Metrics;

namespace Nights.Generator.Painting;

/// <summary>What a generator did, for whoever watches: meter "Nights.Generator".</summary>
internal sealed class GeneratorMeter
{
    private readonly Meter meter;
    private readonly Counter<long> painted;
    private readonly Counter<long> pictures;
    private readonly Counter<long> failed;
    private readonly Counter<long> screened;
    private readonly Histogram<double> seconds;
    private readonly Histogram<int> batches;

    public GeneratorMeter(IMeterFactory meters)
    {
        meter = meters.Create("Nights.Generator");
        painted = meter.CreateCounter<long>("nights.triplets.painted", "{triplet}", "Triplets painted.");
        pictures = meter.CreateCounter<long>("nights.pictures.painted", "{picture}", "Pictures painted, those that were screened out included.");
        failed = meter.CreateCounter<long>("nights.triplets.failed", "{triplet}", "Orders that were parked.");
        screened = meter.CreateCounter<long>("nights.pictures.screened", "{picture}", "Candidates that were screened out, by reason.");
        seconds = meter.CreateHistogram<double>("nights.triplets.painting_time", "s", "From taking an order to its three pictures, waiting included.");
        batches = meter.CreateHistogram<int>("nights.pictures.batch", "{picture}", "Pictures painted together.");
    }

    /// <summary>Shows how many orders wait.</summary>
    public void Watch(Func<int> waiting) => meter.CreateObservableGauge("nights.orders.waiting", waiting, "{order}", "Orders in hand that wait to be painted.");

    public void Batch(int count)
    {
        pictures.Add(count);
        batches.Record(count);
    }

    public void Painted(double taken, IReadOnlyDictionary<string, int> turnedAway)
    {
        painted.Add(1);
        seconds.Record(taken);
        Screened(turnedAway);
    }

    public void Failed(IReadOnlyDictionary<string, int> turnedAway)
    {
        failed.Add(1);
        Screened(turnedAway);
    }

    private void Screened(IReadOnlyDictionary<string, int> turnedAway)
    {
        foreach (var (reason, count) in turnedAway)
            screened.Add(count, new KeyValuePair<string, object?>("reason", reason));
    }
}
