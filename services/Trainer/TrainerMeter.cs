using System.Diagnostics.Metrics;

namespace Nights.Trainer;

/// <summary>What this service measures, in the field's words.</summary>
internal sealed class TrainerMeter : IDisposable
{
    private readonly Meter meter = new("Nights.Trainer");

    public TrainerMeter()
    {
        Steps = meter.CreateCounter<long>("nights.train.steps", "{step}", "Optimiser steps done");
        Agreement = meter.CreateGauge<double>("nights.train.two_afc_accuracy", "1", "Agreement with participants on held-out triplets");
    }

    public Counter<long> Steps { get; }

    public Gauge<double> Agreement { get; }

    public void Dispose() => meter.Dispose();
}
