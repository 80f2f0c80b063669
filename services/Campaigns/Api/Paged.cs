namespace Nights.Campaigns.Api;

/// <summary>One page of a longer list.</summary>
/// <param name="Total">How many there are on all pages.</param>
internal sealed record Paged<T>(IReadOnlyList<T> Items, int Total)
{
    public const int LargestSize = 200;
    public const int DefaultSize = 50;
}
