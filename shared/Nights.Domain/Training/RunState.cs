namespace Nights.Domain.Training;

/// <summary>Queued → Running → Succeeded | Failed | Cancelled. A Running run whose lease has expired may be claimed again.</summary>
public enum RunState
{
    Queued = 0,
    Running = 1,
    Succeeded = 2,
    Failed = 3,
    Cancelled = 4,
}
