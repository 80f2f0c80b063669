namespace Nights.Channels.Faults;

/// <summary>A marketplace did not do what was asked. The kinds below say whether anything happened there.</summary>
public abstract class ChannelException(string message, Exception? inner) : Exception(message, inner);

/// <summary>The marketplace understood and said no: nothing happened, and the same words will be refused again.</summary>
public sealed class ChannelRefusedException(string message, Exception? inner = null) : ChannelException(message, inner);

/// <summary>The marketplace was not reached, or asked us to wait: nothing happened.</summary>
/// <param name="after">How long it wants us to wait, when it says so.</param>
public sealed class ChannelAwayException(string message, TimeSpan? after = null, Exception? inner = null) : ChannelException(message, inner)
{
    public TimeSpan? After { get; } = after;
}

/// <summary>The question went out and no usable answer came back: whether it was done is known to the marketplace alone.</summary>
public sealed class ChannelUncertainException(string message, Exception? inner = null) : ChannelException(message, inner);
