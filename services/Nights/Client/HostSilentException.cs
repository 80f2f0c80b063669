using Nights.Local.Commands;

namespace Nights.Local.Client;

/// <summary>The host gave no answer at all: it is not running, or starts again. Asking later may help, unlike after a refusal.</summary>
internal sealed class HostSilentException(string message, Exception cause) : CommandFailedException(message, cause);
