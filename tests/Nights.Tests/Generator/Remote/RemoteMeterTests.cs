using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Nights.Generator.Painting;
using Nights.Generator.Remote;
using Nights.TestServers.ImagesService;

namespace Nights.Tests.Generator.Remote;

public sealed class RemoteMeterTests
{
    [Fact]
    public async Task Requests_pictures_refusals_repeats_and_cost_are_counted()
    {
        await using var service = await PaidService.Start();
        var services = service.Services(null);
        ConcurrentDictionary<string, double> sums = new();
        using var listener = new MeterListener();
        var meters = services.GetRequiredService<IMeterFactory>();
        var ours = meters.Create("Nights.Generator");
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (ReferenceEquals(instrument.Meter, ours))
                self.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, _, _) => sums.AddOrUpdate(instrument.Name, value, (_, sum) => sum + value));
        listener.SetMeasurementEventCallback<double>((instrument, value, _, _) => sums.AddOrUpdate(instrument.Name, value, (_, sum) => sum + value));
        listener.Start();
        service.Server.Faults.Enqueue(ImagesFault.Moderated());
        service.Server.Faults.Enqueue(ImagesFault.TooManyRequests(("Retry-After", "1")));
        service.Server.Faults.Enqueue(new ImagesFault.CutJson());

        await service.Ended(services.GetServices<ITripletPainter>().OfType<RemotePainter>().Single().Paint(A.Order(), alone: false, TestContext.Current.CancellationToken));

        (sums["nights.remote.requests"], sums["nights.remote.images"], sums["nights.remote.refusals"], sums["nights.remote.retries"], sums["nights.remote.cost"])
            .ShouldBe((6, 3, 1, 2, 4 * PaidService.Price));
    }
}
