namespace Nights.Local.Commands;

/// <summary>A command cannot go on. The message is shown to the operator as it is: what was wrong, which limit, and the mend.</summary>
internal class CommandFailedException(string message, Exception? cause = null) : Exception(message, cause);
