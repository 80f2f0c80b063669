using Nights.Database.Crowd.Deciding;
using Nights.Domain.Quality;
using Nights.Domain.Voting;

namespace Nights.Crowd.Answers;

/// <summary>All that decides what an answer counts for, as <see cref="LockScenes"/> has read it.</summary>
internal sealed record AnswerScene
{
    public bool Excluded { get; set; }

    /// <summary>Whether an operator has said that no rule is to judge the participant.</summary>
    public bool Allowed { get; set; }

    /// <summary>The trial, or null when it is not this session's.</summary>
    public ShownTrial? Trial { get; set; }

    /// <summary>What is stored already for this trial, or under this submission id.</summary>
    public StoredAnswer? Stored { get; set; }

    public LockedTriplet? Triplet { get; set; }

    /// <summary>Answers of the session that count for progress.</summary>
    public int Answered { get; set; }

    /// <summary>Trials of the page without an answer, this one included.</summary>
    public int Unanswered { get; set; }

    /// <summary>Practice trials of the page answered right.</summary>
    public int PageRight { get; set; }

    /// <summary>Whether another answer of this participant counts on this triplet.</summary>
    public bool CountedBefore { get; set; }

    /// <summary>Participants who reported this triplet before; read for a report.</summary>
    public int Reports { get; set; }

    /// <summary>The right answer of a gold trial, or null for a triplet.</summary>
    public Variation? GoldAnswer { get; set; }

    /// <summary>What the participant chose when they saw the triplet first; only where it is seen again.</summary>
    public Variation? FirstChoice { get; set; }

    /// <summary>Hidden gold of this campaign that the participant has answered; read for gold, and for a triplet where votes are weighed by it.</summary>
    public GoldScore Gold { get; set; }

    /// <summary>Whether this answer is the last of a page that is still held.</summary>
    public bool EndsPage => Unanswered is 1 && Trial is { PageOpen: true };

    internal sealed record ShownTrial(Guid Page, bool PageOpen, bool Practice, bool SessionOpen, long? Slot, Guid? Triplet, Guid? Gold, bool AOnLeft, int SlotRound,
        bool? InstructedLeft)
    {
        /// <summary>A triplet that the participant has answered before.</summary>
        public bool IsRepeat => Slot is null && Triplet is not null;
    }

    internal sealed record StoredAnswer(long Id, Guid Trial, bool? Right, VoteStatus Status);
}
