namespace Nights.Hosting.Bus;

/// <summary>No queue took a message: none of its consumers has ever been connected to this broker.</summary>
public sealed class UnroutableMessageException(string message, TimeSpan waited, Exception cause)
    : Exception($"No queue took {message} within {waited}. Start a service that consumes it; the message is announced again later.", cause)
{
    public string MessageName { get; } = message;
}
