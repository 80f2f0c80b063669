namespace Nights.Channels.Rehearsal;

/// <summary>Simulated participants of this installation. The local host has one; elsewhere <c>nights simulate --link</c> is it.</summary>
public interface IRehearsalFleet
{
    /// <summary>Sends so many people to a HIT page and returns at once; those who are on their way already are not sent twice.</summary>
    /// <param name="study">Whose people; the same study's people are the same.</param>
    /// <param name="page">The HIT page with its link token.</param>
    /// <param name="places">How many come in all.</param>
    void Send(Guid study, Uri page, int places);

    /// <summary>Calls back those who are still at work for a study.</summary>
    void Recall(Guid study);
}
