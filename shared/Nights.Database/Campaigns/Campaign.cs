using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Nights.Domain.Campaigns;

namespace Nights.Database.Campaigns;

/// <summary>One campaign and the version of its spec that runs.</summary>
public sealed class Campaign
{
    public required Guid Id { get; init; }
    public required string Name { get; init; }
    public required int Version { get; init; }
    public required CampaignState State { get; set; }

    /// <summary>The <see cref="CampaignSpec"/> as JSON; never changed after the campaign has started.</summary>
    public required string Spec { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? StartedAt { get; set; }
    public DateTimeOffset? FinishedAt { get; set; }

    /// <summary>Paintings whose rows exist, counted from number 0.</summary>
    public int PlannedPaintings { get; set; }

    /// <summary>
    /// Minor units promised: answers stored, trials on live leases, and pictures of a paid service, ordered or paid. Raised inside the claim and the order,
    /// never above the cap.
    /// </summary>
    public long CommittedMinor { get; set; }

    /// <summary>What pictures have cost above the cap; whatever is given back is taken off this first.</summary>
    public long OverspentMinor { get; set; }

    /// <summary>Copied from the spec so that the claim can check it in one statement.</summary>
    public required long CapMinor { get; init; }
}

internal sealed class CampaignTable : IEntityTypeConfiguration<Campaign>
{
    public void Configure(EntityTypeBuilder<Campaign> campaign)
    {
        campaign.ToTable("campaign", table =>
        {
            table.HasCheckConstraint("ck_campaign_state", "state between 0 and 5");
            table.HasCheckConstraint("ck_campaign_spend", "committed_minor >= 0 and committed_minor <= cap_minor");
            table.HasCheckConstraint("ck_campaign_overspent", "overspent_minor = 0 or (overspent_minor > 0 and committed_minor = cap_minor)");
        });
        campaign.Property(c => c.State).HasColumnType("smallint");
        campaign.Property(c => c.Spec).HasColumnType("jsonb");
        campaign.HasIndex(c => new { c.Name, c.Version }).IsUnique().HasDatabaseName("ux_campaign_name_version");
    }
}
