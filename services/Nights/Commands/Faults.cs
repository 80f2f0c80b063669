using Nights.Diffusion.Models;

namespace Nights.Local.Commands;

/// <summary>What an operator is told of an exception: its message, on one line, and for those that nobody expected where to look further.</summary>
internal static class Faults
{
    public static string Sentence(Exception fault) => fault switch
    {
        CommandFailedException or ArgumentException or FormatException or InvalidDataException or IOException or UnauthorizedAccessException
            or InvalidOperationException or NotSupportedException or TimeoutException or ModelFolderException => Flat(fault.Message),
        AggregateException { InnerExceptions: [var only] } => Sentence(only),
        HttpRequestException => Flat($"The host did not answer: {fault.Message}"),
        _ => $"{Flat(fault.Message)} ({fault.GetType().Name}; NIGHTS_DEBUG=1 shows where)",
    };

    private static string Flat(string message) => message.ReplaceLineEndings(" ");
}
