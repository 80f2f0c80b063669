using Microsoft.Extensions.Options;
using Nights.Campaigns.Channels;
using Nights.Channels.Faults;
using Nights.Database.Channels;

namespace Nights.Campaigns.Calls;

/// <summary>
/// Makes every call that is due. A call may be made twice (its process died, its answer was lost): channels look before they ask, and what was done here is
/// guarded by the ledger's index and the call's own state, so the second time changes nothing.
/// </summary>
internal sealed partial class DeliverCalls(TakeCall calls, MakeCall make, IOptions<ChannelOptions> options, ILogger<DeliverCalls> logger)
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(5);

    /// <returns>How many were made or put off.</returns>
    public async Task<int> Run(CancellationToken cancel)
    {
        for (var made = 0; ; made++)
        {
            if (await calls.Next(cancel) is not { } call) return made;
            await Deliver(call, cancel);
        }
    }

    private async Task Deliver(ChannelCall call, CancellationToken cancel)
    {
        try
        {
            if (await make.Run(call, cancel) is MadeCall.AskAgain) await calls.Later(call, Pause(call), "The marketplace has not confirmed it yet.", cancel);
        }
        catch (ChannelAwayException away)
        {
            await calls.Later(call, away.After ?? Pause(call), away.Message, cancel);
            LogLater(call.Kind, call.Id, away.Message);
        }
        catch (ChannelUncertainException uncertain)
        {
            await calls.Later(call, Pause(call), uncertain.Message, cancel);
            LogLater(call.Kind, call.Id, uncertain.Message);
        }
        catch (ChannelRefusedException refused)
        {
            await make.Refused(call, refused.Message, cancel);
            LogRefused(call.Kind, call.Id, refused.Message);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            // A fault of ours must not stop the others' pay: this one waits, and says why.
            await calls.Later(call, LongestPause, fault.Message, cancel);
            LogFault(fault, call.Kind, call.Id);
        }
    }

    private TimeSpan Pause(ChannelCall call)
    {
        var pause = TimeSpan.FromSeconds(options.Value.RetrySeconds * Math.Pow(2, Math.Min(call.Attempts - 1, 20)));
        return pause < LongestPause ? pause : LongestPause;
    }

    [LoggerMessage(LogLevel.Information, "Call {Kind} {CallId} is made again later: {Why}")]
    private partial void LogLater(CallKind kind, Guid callId, string why);

    [LoggerMessage(LogLevel.Warning, "Call {Kind} {CallId} was refused: {Why}")]
    private partial void LogRefused(CallKind kind, Guid callId, string why);

    [LoggerMessage(LogLevel.Error, "Call {Kind} {CallId} could not be made")]
    private partial void LogFault(Exception fault, CallKind kind, Guid callId);
}
