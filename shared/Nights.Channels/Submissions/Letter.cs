namespace Nights.Channels.Submissions;

/// <summary>A message to a participant.</summary>
/// <param name="Subject">One line.</param>
/// <param name="Text">1 to 2000 characters.</param>
/// <param name="SentBefore">True when an earlier try may have arrived: then the channel looks first.</param>
/// <param name="Since">When it was written; nothing older can be it.</param>
public sealed record Letter(string Subject, string Text, bool SentBefore, DateTimeOffset Since);
