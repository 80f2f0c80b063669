namespace Nights.TestServers.Marketplaces;

/// <summary>What a marketplace does to the next call that matches.</summary>
public enum CallFault
{
    /// <summary>Answers 500 and does nothing.</summary>
    ErrorBefore = 0,

    /// <summary>Does it, then answers 500.</summary>
    ErrorAfter = 1,

    /// <summary>Does it, then cuts the connection: what a time-out after success looks like.</summary>
    SilentAfter = 2,

    /// <summary>Cuts the connection and does nothing.</summary>
    SilentBefore = 3,

    /// <summary>Answers 429 and does nothing.</summary>
    Busy = 4,
}

/// <summary>Faults that wait for their calls.</summary>
public sealed class CallFaults
{
    private readonly Lock gate = new();
    private readonly List<(string Call, CallFault Fault)> waiting = [];

    /// <summary>Orders a fault for the next call whose name ("POST /path" or an operation) contains the text.</summary>
    public void Next(string call, params CallFault[] faults)
    {
        lock (gate)
        {
            waiting.AddRange(faults.Select(fault => (call, fault)));
        }
    }

    public CallFault? Take(string call)
    {
        lock (gate)
        {
            var place = waiting.FindIndex(one => call.Contains(one.Call, StringComparison.Ordinal));
            if (place < 0) return null;
            var fault = waiting[place].Fault;
            waiting.RemoveAt(place);
            return fault;
        }
    }

    public int Waiting
    {
        get
        {
            lock (gate)
            {
                return waiting.Count;
            }
        }
    }
}
