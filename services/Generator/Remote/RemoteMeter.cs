using System.Diagnostics.Metrics;
using Nights.Generator.Remote.Requests;

namespace Nights.Generator.Remote;

/// <summary>What was asked of the service and what it cost, for whoever watches: meter "Nights.Generator".</summary>
internal sealed class RemoteMeter
{
    private readonly Counter<long> requests;
    private readonly Counter<long> images;
    private readonly Counter<long> refusals;
    private readonly Counter<long> retries;
    private readonly Counter<double> cost;

    public RemoteMeter(IMeterFactory meters)
    {
        var meter = meters.Create("Nights.Generator");
        requests = meter.CreateCounter<long>("nights.remote.requests", "{request}", "Requests sent to the service, by fate.");
        images = meter.CreateCounter<long>("nights.remote.images", "{picture}", "Pictures the service gave.");
        refusals = meter.CreateCounter<long>("nights.remote.refusals", "{request}", "Requests its moderation refused.");
        retries = meter.CreateCounter<long>("nights.remote.retries", "{request}", "Requests sent again.");
        cost = meter.CreateCounter<double>("nights.remote.cost", "{minor unit}", "Paid, or possibly paid.");
    }

    public void Asked(Fate fate, int pictures, decimal costMinor)
    {
        requests.Add(1, new KeyValuePair<string, object?>("fate", fate.ToString().ToLowerInvariant()));
        images.Add(pictures);
        cost.Add((double)costMinor);
        if (fate == Fate.Refused)
            refusals.Add(1);
    }

    public void Retried() => retries.Add(1);
}
