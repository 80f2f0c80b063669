namespace Nights.Local;

/// <summary>What the local host is started with.</summary>
internal sealed record LocalHostOptions
{
    /// <summary>The data folder, absolute; made when it is missing.</summary>
    public required string Folder { get; init; }

    /// <summary>Port of the participants' pages on the loopback interface.</summary>
    public required int Port { get; init; }

    /// <summary>Port of the console and the REST API on the loopback interface.</summary>
    public required int OperatorPort { get; init; }

    /// <summary>Folder of a Stable Diffusion ONNX export, or null for the procedural model.</summary>
    public string? Model { get; init; }

    /// <summary>Lets callers from this machine ask as often as they like: the demo's participants all come from here.</summary>
    public bool TrustLoopback { get; init; }

    /// <summary>Where participants come in.</summary>
    public Uri PublicUrl => new($"http://localhost:{Port}/");

    /// <summary>Where operators come in: console and REST API.</summary>
    public Uri OperatorUrl => new($"http://localhost:{OperatorPort}/");

    /// <summary>False sends log lines to a file in the data folder only, for commands that draw their own progress.</summary>
    public bool LogToTerminal { get; init; } = true;
}
