using Microsoft.EntityFrameworkCore;
using Nights.Database.Campaigns;
using Nights.Database.Channels;
using Nights.Database.Crowd;
using Nights.Database.Crowd.Marks;
using Nights.Database.Operators;
using Nights.Database.Snapshots;
using Nights.Database.Training;
using Nights.Database.Triplets;

namespace Nights.Database;

/// <summary>The one database of the system. Uniqueness and state rules live here, because two processes will race.</summary>
public sealed class NightsDb(DbContextOptions<NightsDb> options) : DbContext(options)
{
    public DbSet<Campaign> Campaigns => Set<Campaign>();
    public DbSet<Painting> Paintings => Set<Painting>();
    public DbSet<PictureFingerprint> Fingerprints => Set<PictureFingerprint>();
    public DbSet<AwaitedScore> AwaitedScores => Set<AwaitedScore>();
    public DbSet<Triplet> Triplets => Set<Triplet>();
    public DbSet<Gold> Gold => Set<Gold>();
    public DbSet<Slot> Slots => Set<Slot>();
    public DbSet<Participant> Participants => Set<Participant>();
    public DbSet<ParticipantIdentity> Identities => Set<ParticipantIdentity>();
    public DbSet<ErasedParticipant> Erased => Set<ErasedParticipant>();
    public DbSet<ParticipantMark> Marks => Set<ParticipantMark>();
    public DbSet<HitSession> Sessions => Set<HitSession>();
    public DbSet<Page> Pages => Set<Page>();
    public DbSet<Trial> Trials => Set<Trial>();
    public DbSet<Judgement> Judgements => Set<Judgement>();
    public DbSet<Vote> Votes => Set<Vote>();
    public DbSet<Study> Studies => Set<Study>();
    public DbSet<Submission> Submissions => Set<Submission>();
    public DbSet<LedgerEntry> Ledger => Set<LedgerEntry>();
    public DbSet<ChannelCall> ChannelCalls => Set<ChannelCall>();
    public DbSet<ChannelNotification> ChannelNotifications => Set<ChannelNotification>();
    public DbSet<Snapshot> Snapshots => Set<Snapshot>();
    public DbSet<TrainingRun> TrainingRuns => Set<TrainingRun>();
    public DbSet<Model> Models => Set<Model>();
    public DbSet<OperatorKey> OperatorKeys => Set<OperatorKey>();
    public DbSet<AuditEntry> Audit => Set<AuditEntry>();

    protected override void OnModelCreating(ModelBuilder modelBuilder) =>
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(NightsDb).Assembly);
}
