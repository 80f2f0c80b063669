using Nights.Channels;
using Nights.Channels.MechanicalTurk;
using Nights.Channels.Studies;

namespace Nights.Campaigns.Channels;

/// <summary>GET /channels: what there is, and what is missing for the rest.</summary>
internal static class ShowChannels
{
    /// <param name="Ready">Whether a study can be published there.</param>
    /// <param name="Missing">What must be set first.</param>
    /// <param name="Note">What an operator should know.</param>
    internal sealed record Row(string Name, bool Ready, bool PaysItself, string? Missing, string? Note);

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/channels", (CrowdChannels channels) => TypedResults.Ok(All(channels))).WithSummary("Channels on which HITs can be published");

    public static IReadOnlyList<Row> All(CrowdChannels channels) =>
    [
        .. channels.All.Select(channel => new Row(channel.Name, channel.WhyNot(Example) is null, channel.PaysItself, channel.WhyNot(Example), Note(channel.Name))),
    ];

    public static string? Note(string channel) => channel switch
    {
        ChannelNames.Own => "Paid by you: every payment is recorded by hand.",
        ChannelNames.MechanicalTurk => TurkChannel.Closed,
        ChannelNames.Rehearsal => "Simulated people, no money.",
        _ => null,
    };

    private static StudyOrder Example { get; } = new()
    {
        Id = Guid.Empty,
        Title = "",
        Description = "",
        Page = new Uri("https://hits.example.org/"),
        Places = 1,
        RewardMinor = 1,
        Currency = "USD",
        Minutes = 1,
        Days = 1,
        CompletionCode = "",
        PartialCode = "",
    };
}
