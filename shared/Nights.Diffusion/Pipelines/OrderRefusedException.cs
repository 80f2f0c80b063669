namespace Nights.Diffusion.Pipelines;

/// <summary>An order no repetition can fulfil: the message names the value, the limit and the mend.</summary>
public sealed class OrderRefusedException : Exception
{
    public OrderRefusedException(string message) : base(message) { }

    public OrderRefusedException(string message, Exception cause) : base(message, cause) { }
}
