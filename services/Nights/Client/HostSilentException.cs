using Nights.Local.Commands;

namespace Nights.Local.Client;

/// <summary>The host gave no answer, or could not serve: it is not running, starts again, or has lost its database for a moment. Asking later may help, unlike after a refusal.</summary>
internal sealed class HostSilentException(string message, Exception? cause) : CommandFailedException(message, cause);
