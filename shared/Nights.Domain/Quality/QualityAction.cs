namespace Nights.Domain.Quality;

/// <summary>What a rule does about a participant, from the mildest. Whatever it is, their answers are paid; only a person may refuse pay.</summary>
public enum QualityAction
{
    /// <summary>The rule is off.</summary>
    Nothing = 0,

    /// <summary>Operators see it.</summary>
    Flag = 1,

    /// <summary>Operators see it, and it stands on the participant's record as a warning.</summary>
    Warn = 2,

    /// <summary>Paid and not used: the votes of this campaign are quarantined and the participant takes no more of its trials.</summary>
    SoftReject = 3,

    /// <summary>The participant takes no more trials and their votes are quarantined, in the scope of <see cref="Campaigns.QualitySpec.ExclusionScope"/>.</summary>
    Exclude = 4,
}
