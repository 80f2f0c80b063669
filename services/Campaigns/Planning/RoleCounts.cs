using System.Diagnostics;
using Nights.Domain.Campaigns;

namespace Nights.Campaigns.Planning;

/// <summary>How many triplets a painting serves.</summary>
internal static class RoleCounts
{
    public static int PerPainting(this TripletRoles roles) => roles switch
    {
        TripletRoles.Nights => 1,
        TripletRoles.Rotate => 3,
        _ => throw new UnreachableException($"{roles} is no way to use a painting."),
    };
}
