namespace Nights.Generator.Remote.Service;

/// <summary>A request came to nothing; the message is for the operator and names the mend where there is one.</summary>
/// <param name="message">What happened.</param>
/// <param name="mayBeRepeated">Whether the order may fare better later.</param>
internal sealed class ServiceFaultException(string message, bool mayBeRepeated) : Exception(message)
{
    public bool MayBeRepeated { get; } = mayBeRepeated;
}
