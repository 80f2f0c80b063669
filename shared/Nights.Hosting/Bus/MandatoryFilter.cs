using MassTransit;

namespace Nights.Hosting.Bus;

/// <summary>
/// A confirmation says that the broker has the message, not that any queue has it. Mandatory messages that no queue takes come back as
/// <see cref="MessageReturnedException"/>. MassTransit's own events (faults) may go unheard.
/// </summary>
internal sealed class MandatoryFilter<T> : IFilter<PublishContext<T>>
    where T : class
{
    private static readonly bool IsOurs = typeof(T).Namespace?.StartsWith("MassTransit", StringComparison.Ordinal) is false;

    public Task Send(PublishContext<T> context, IPipe<PublishContext<T>> next)
    {
        if (IsOurs && context.TryGetPayload(out RabbitMqSendContext? rabbit))
            rabbit.Mandatory = true;
        return next.Send(context);
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("mandatory");
}
