namespace Nights.Datasets.Reading;

/// <summary>What can be wrong with a file of a snapshot.</summary>
public enum SnapshotDamage
{
    /// <summary>Listed, but not there.</summary>
    Missing = 0,

    /// <summary>There, but not listed.</summary>
    Extra = 1,
    WrongSize = 2,
    WrongHash = 3,

    /// <summary>A row of data.csv names a picture that the snapshot does not list.</summary>
    RowWithoutPicture = 4,

    /// <summary>The manifest or data.csv cannot be read, or they contradict each other.</summary>
    Unreadable = 5,
}
