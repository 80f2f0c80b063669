using System.Diagnostics.Metrics;

namespace Nights.Generator.Painting;

/// <summary>What a generator did, for whoever watches: meter "Nights.Generator".</summary>
internal sealed class GeneratorMeter
{
    private readonly Counter<long> painted;
    private readonly Counter<long> failed;
    private readonly Histogram<double> seconds;

    public GeneratorMeter(IMeterFactory meters)
    {
        var meter = meters.Create("Nights.Generator");
        painted = meter.CreateCounter<long>("nights.triplets.painted", "{triplet}", "Triplets painted.");
        failed = meter.CreateCounter<long>("nights.triplets.failed", "{triplet}", "Orders that can never be painted.");
        seconds = meter.CreateHistogram<double>("nights.triplets.painting_time", "s", "From taking an order to its three pictures, waiting included.");
    }

    public void Painted(double taken)
    {
        painted.Add(1);
        seconds.Record(taken);
    }

    public void Failed() => failed.Add(1);
}
