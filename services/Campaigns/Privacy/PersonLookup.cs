using Microsoft.EntityFrameworkCore;
using Nights.Database;
using Nights.Hosting.Secrecy;

namespace Nights.Campaigns.Privacy;

/// <summary>Finds the row of a person: by our id, or by the id under which a channel knows them, which only meets its keyed hash here.</summary>
internal sealed class PersonLookup(IDbContextFactory<NightsDb> databases, Pseudonyms pseudonyms)
{
    /// <param name="id">Our id of the participant.</param>
    /// <param name="channel">With <paramref name="external"/>: the channel that knows them.</param>
    /// <param name="external">The channel's id of the person, exactly as it was in the address.</param>
    /// <returns>Null when there is no such person, or not any more.</returns>
    public async Task<Guid?> Find(Guid? id, string? channel, string? external, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var people = db.Participants.AsNoTracking().Where(person => person.ErasedAt == null);
        if (id is not null) return await people.Where(person => person.Id == id).Select(person => (Guid?)person.Id).SingleOrDefaultAsync(cancel);
        var pseudonym = pseudonyms.Person(channel!, external!);
        return await people.Where(person => person.Channel == channel && person.Pseudonym == pseudonym).Select(person => (Guid?)person.Id).SingleOrDefaultAsync(cancel);
    }
}
