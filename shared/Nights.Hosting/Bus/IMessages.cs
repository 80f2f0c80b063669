namespace Nights.Hosting.Bus;

/// <summary>Publishes a message after the change it announces has been committed. Returns once the broker has confirmed it.</summary>
public interface IMessages
{
    Task Publish<T>(T message, CancellationToken cancel) where T : class;
}
