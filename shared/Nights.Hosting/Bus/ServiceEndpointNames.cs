using MassTransit;

namespace Nights.Hosting.Bus;

/// <summary>
/// Queue names in kebab case with the service in front: <c>Nights.Crowd.…TripletPaintedConsumer</c> listens on <c>crowd-triplet-painted</c>.
/// Without the service, two services that hear the same event would share one queue and each would miss what the other took.
/// </summary>
internal sealed class ServiceEndpointNames() : KebabCaseEndpointNameFormatter(includeNamespace: false)
{
    protected override string GetConsumerName(Type type)
    {
        var name = base.GetConsumerName(type);
        return type.Namespace?.Split('.') is ["Nights", var service, ..] ? SanitizeName($"{service}-{name}") : name;
    }
}
