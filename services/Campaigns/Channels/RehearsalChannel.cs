using Nights.Channels;
using Nights.Channels.Rehearsal;
using Nights.Channels.Studies;
using Npgsql;

namespace Nights.Campaigns.Channels;

/// <summary>Our own page with simulated people: the whole life of a study, and money that is only written down.</summary>
internal sealed class RehearsalChannel(NpgsqlDataSource source, IRehearsalFleet? fleet) : OwnPageChannel(source)
{
    public override string Name => ChannelNames.Rehearsal;

    public override bool PaysItself => true;

    public override async Task<StudyStanding> Publish(StudyOrder order, CancellationToken cancel) => Sent(order, await base.Publish(order, cancel));

    public override async Task<StudyStanding> Extend(StudyOrder order, CancellationToken cancel) => Sent(order, await base.Extend(order, cancel));

    public override async Task<StudyStanding> Resume(StudyOrder order, CancellationToken cancel) => Sent(order, await base.Resume(order, cancel));

    public override Task<StudyStanding> Pause(StudyOrder order, CancellationToken cancel)
    {
        fleet?.Recall(order.Id);
        return base.Pause(order, cancel);
    }

    public override Task<StudyStanding> Stop(StudyOrder order, CancellationToken cancel)
    {
        fleet?.Recall(order.Id);
        return base.Stop(order, cancel);
    }

    private StudyStanding Sent(StudyOrder order, StudyStanding standing)
    {
        fleet?.Send(order.Id, order.Page, order.Places);
        return standing;
    }
}
