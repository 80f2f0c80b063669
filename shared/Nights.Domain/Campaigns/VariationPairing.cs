namespace Nights.Domain.Campaigns;

/// <summary>What pictures 1 and 2 of a painting change about picture 0, so that a vote between them says something.</summary>
public enum VariationPairing
{
    /// <summary>Two different dimensions: which of the two changes weighs more.</summary>
    TradeOff = 0,

    /// <summary>The same change of one dimension at two different levels: whether more of it is seen as more.</summary>
    Ladder = 1,

    /// <summary>The combinations of both, each as often as any other.</summary>
    Mixed = 2,
}
