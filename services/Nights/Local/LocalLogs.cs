using System.Text;
using System.Threading.Channels;

namespace Nights.Local;

/// <summary>
/// Where the local host's services log: a file of the data folder, and the terminal as well unless a command draws there. One writer
/// for all containers of the process; lines are written in the order in which they came.
/// </summary>
internal sealed class LocalLogs : IAsyncDisposable
{
    private const long LongestFile = 32 << 20;

    private readonly Channel<(string Line, Exception? Fault)> lines = Channel.CreateUnbounded<(string, Exception?)>(new UnboundedChannelOptions { SingleReader = true });
    private readonly bool toTerminal;
    private readonly Task writing;

    public LocalLogs(DataFolder folder, bool toTerminal)
    {
        this.toTerminal = toTerminal;
        var path = Path.Combine(folder.Logs, "host.log");
        if (File.Exists(path) && new FileInfo(path).Length > LongestFile) File.Move(path, path + ".1", overwrite: true);
        writing = Write(new StreamWriter(path, append: true, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)));
    }

    /// <summary>Sends a container's log here, and nowhere else.</summary>
    public void Give(ILoggingBuilder logging)
    {
        logging.ClearProviders();
        logging.Services.AddSingleton<ILoggerProvider>(new Shared(this));
    }

    public async ValueTask DisposeAsync()
    {
        lines.Writer.TryComplete();
        await writing;
    }

    private async Task Write(StreamWriter file)
    {
        await using (file)
        {
            await foreach (var (line, fault) in lines.Reader.ReadAllAsync())
            {
                await file.WriteLineAsync(fault is null ? line : $"{line}{Environment.NewLine}{fault}");
                if (!lines.Reader.TryPeek(out _)) await file.FlushAsync();
                if (toTerminal) Commands.Terminal.Line(fault is null ? line : $"{line}: {Commands.Faults.Sentence(fault)}");   // where it happened is in the file
            }
        }
    }

    private sealed class Shared(LocalLogs logs) : ILoggerProvider
    {
        public ILogger CreateLogger(string categoryName) => new Pen(logs, categoryName);

        // A container that ends must not take the log of the others along.
        public void Dispose()
        {
        }
    }

    private sealed class Pen(LocalLogs logs, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel is not LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            var line = $"{TimeProvider.System.GetLocalNow():HH:mm:ss} {Word(logLevel)} {category}: {formatter(state, exception)}";
            logs.lines.Writer.TryWrite((line, exception));
        }

        private static string Word(LogLevel level) => level switch
        {
            LogLevel.Trace or LogLevel.Debug => "debug",
            LogLevel.Information => "info ",
            LogLevel.Warning => "warn ",
            LogLevel.Error or LogLevel.Critical => "ERROR",
            LogLevel.None => "",
            _ => throw new ArgumentOutOfRangeException(nameof(level), level, "No such level."),
        };
    }
}
