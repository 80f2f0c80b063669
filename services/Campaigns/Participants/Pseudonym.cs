namespace Nights.Campaigns.Participants;

/// <summary>How a participant is called in lists: the beginning of their keyed hash.</summary>
internal static class Pseudonym
{
    public static string Short(byte[] pseudonym) => $"P-{Convert.ToHexString(pseudonym.AsSpan(0, Math.Min(3, pseudonym.Length)))}";
}
