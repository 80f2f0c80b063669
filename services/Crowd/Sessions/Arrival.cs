using Nights.Crowd.Embedding;
using Nights.Hosting.Secrecy;

namespace Nights.Crowd.Sessions;

/// <summary>Somebody at the door: their channel, and what the address said of them.</summary>
/// <param name="Pseudonym">Null when they came without an id.</param>
/// <param name="Assignment">Keyed hash of the marketplace's assignment; null without one.</param>
/// <param name="Identity">To be kept, sealed; null when the channel keeps none.</param>
/// <param name="Network">Keyed hash of the network they came from.</param>
internal sealed record Arrival(string Channel, byte[]? Pseudonym, byte[]? Assignment, ExternalIdentity? Identity, byte[]? Network)
{
    /// <summary>The link's: names the study it was made for, if any.</summary>
    public Guid Nonce { get; init; }

    public static Arrival Of(OpenSession.Body body, IChannelPage page, Pseudonyms pseudonyms, byte[]? network)
    {
        var person = Named(body.Participant);
        var assignment = Named(body.Assignment);
        return new Arrival(
            page.Channel,
            person is null ? null : pseudonyms.Person(page.Channel, person),
            assignment is null ? null : pseudonyms.Assignment(page.Channel, assignment),
            page.KeepsIdentity && person is not null ? new ExternalIdentity(person, assignment, Named(body.Study), Named(body.SubmitTo)) : null,
            network);
    }

    private static string? Named(string? id) => string.IsNullOrEmpty(id) ? null : id;
}
